#pragma once

#include <algorithm>
#include <new>
#include <string_view>

#include "movie/plugin.hpp"
#include "ref.hpp"

namespace movie::memory {

/// A film: one allocation, its text behind it. Never changed once others can see it, so it needs no
/// lock to be read.
class Film : public Counted {
 public:
  /// Throws std::bad_alloc, sdk::Failure.
  static Ref<Film> make(const sdk::Row& row) {
    if (std::max({row.title.size(), row.genre.size(), row.title_key.size()}) >= UINT32_MAX) {
      throw sdk::Failure(MOVIE_INVALID, "a text of 4 GiB or more");
    }
    const std::string_view key = row.title_key == row.title ? std::string_view() : row.title_key;
    const std::size_t text = row.title.size() + row.genre.size() + key.size();
    return Ref<Film>(new (::operator new(sizeof(Film) + text)) Film(row, key));
  }
  static void destroy(Film* film) noexcept {
    film->~Film();
    ::operator delete(film);
  }

  /// Before others can see it.
  void give_id(std::int64_t id) noexcept { id_ = id; }

  std::int64_t id() const noexcept { return id_; }
  std::string_view title() const noexcept { return {text(), title_size_}; }
  std::int32_t year() const noexcept { return year_; }
  std::string_view genre() const noexcept { return {text() + title_size_, genre_size_}; }
  std::string_view title_key() const noexcept {
    if (key_size_ == kAsTitle) return title();
    return {text() + title_size_ + genre_size_, key_size_};
  }
  sdk::Row row() const noexcept { return {id_, title(), year_, genre(), title_key()}; }

 private:
  static constexpr std::uint32_t kAsTitle = UINT32_MAX;  // a key that is not stored again

  Film(const sdk::Row& row, std::string_view key) noexcept
      : year_(row.year),
        id_(row.id),
        title_size_(static_cast<std::uint32_t>(row.title.size())),
        genre_size_(static_cast<std::uint32_t>(row.genre.size())),
        key_size_(row.title_key == row.title ? kAsTitle : static_cast<std::uint32_t>(key.size())) {
    char* to = reinterpret_cast<char*>(this + 1);
    for (const std::string_view from : {row.title, row.genre, key}) {
      to = std::copy(from.begin(), from.end(), to);
    }
  }
  ~Film() = default;
  const char* text() const noexcept { return reinterpret_cast<const char*>(this + 1); }

  std::int32_t year_;
  std::int64_t id_;
  std::uint32_t title_size_;
  std::uint32_t genre_size_;
  std::uint32_t key_size_;
};

}  // namespace movie::memory
