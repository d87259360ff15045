#pragma once

#include <cstring>
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
    if (row.title.size() > UINT32_MAX || row.genre.size() > UINT32_MAX) {
      throw sdk::Failure(MOVIE_INVALID, "a text of 4 GiB or more");
    }
    void* const memory = ::operator new(sizeof(Film) + row.title.size() + row.genre.size());
    return Ref<Film>(new (memory) Film(row));
  }
  static void destroy(Film* film) noexcept {
    film->~Film();
    ::operator delete(film);
  }

  /// Before others can see it.
  void give_id(std::int64_t id) noexcept { id_ = id; }

  std::int64_t id() const noexcept { return id_; }
  std::string_view title() const noexcept { return {text(), title_size_}; }
  std::string_view genre() const noexcept { return {text() + title_size_, genre_size_}; }
  sdk::Row row() const noexcept { return {id_, title(), year_, genre()}; }

 private:
  explicit Film(const sdk::Row& row) noexcept
      : year_(row.year),
        id_(row.id),
        title_size_(static_cast<std::uint32_t>(row.title.size())),
        genre_size_(static_cast<std::uint32_t>(row.genre.size())) {
    char* const to = reinterpret_cast<char*>(this + 1);
    if (!row.title.empty()) std::memcpy(to, row.title.data(), row.title.size());
    if (!row.genre.empty()) std::memcpy(to + row.title.size(), row.genre.data(), row.genre.size());
  }
  ~Film() = default;
  const char* text() const noexcept { return reinterpret_cast<const char*>(this + 1); }

  std::int32_t year_;
  std::int64_t id_;
  std::uint32_t title_size_;
  std::uint32_t genre_size_;
};

}  // namespace movie::memory
