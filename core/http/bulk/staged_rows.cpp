#include "http/bulk/staged_rows.hpp"

#include <cstring>
#include <string_view>

namespace movie::http {
namespace {

/// Stands before the two texts, one behind the other. Titles and genres are far below 64 KiB.
struct Head {
  std::int32_t year;
  std::uint16_t title_size, genre_size;
};

}  // namespace

void StagedRows::add(const MovieDraft& film) {
  const Head head{film.year, static_cast<std::uint16_t>(film.title.size()),
                  static_cast<std::uint16_t>(film.genre.size())};
  file_.append({reinterpret_cast<const char*>(&head), sizeof head});
  file_.append(film.title);
  file_.append(film.genre);
  ++count_;
}

const MovieDraft* StagedRows::next() {
  if (given_ == count_) return nullptr;
  Head head{};
  std::memcpy(&head, reader_.next(sizeof head).data(), sizeof head);
  const std::string_view texts = reader_.next(std::size_t{head.title_size} + head.genre_size);
  film_.title = texts.substr(0, head.title_size);
  film_.genre = texts.substr(head.title_size);
  film_.year = head.year;
  ++given_;
  return &film_;
}

}  // namespace movie::http
