#pragma once

#include <movie/store.h>

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

namespace movie::sdk {

/// MOVIE_OK, MOVIE_NOT_FOUND, … of movie/store.h.
using Status = std::int32_t;

/// Thrown by a backend to end an operation, or opening or migrating, with this status. The message
/// is for the log, never for a client; `native` is the backend's own error code.
class Failure : public std::runtime_error {
 public:
  Failure(Status status, const std::string& message, std::uint32_t native = 0)
      : std::runtime_error(message), status_(status), native_(native) {}
  Status status() const noexcept { return status_; }
  std::uint32_t native() const noexcept { return native_; }

 private:
  Status status_;
  std::uint32_t native_;
};

/// A struct of the other side as this side knows it: what lies beyond its struct_size reads as zero
/// [S-1].
template <class Struct>
Struct sized(const Struct* from) noexcept {
  Struct copy{};
  const std::size_t size = from->struct_size;
  if (size >= sizeof(Struct)) {
    std::memcpy(&copy, from, sizeof(Struct));
  } else {
    std::memcpy(static_cast<void*>(&copy), from, size);
  }
  return copy;
}

inline std::string_view view(movie_text text) noexcept {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}
inline movie_text text(std::string_view view) noexcept { return {view.data(), view.size()}; }
inline bool readable(movie_text text) noexcept { return text.data != nullptr || text.size == 0; }

/// A film, its text borrowed. `title_key` comes from the host with each title, for a plug-in that
/// claims MOVIE_SEARCH.
struct Row {
  std::int64_t id = 0;
  std::string_view title;
  std::int32_t year = 0;
  std::string_view genre;
  std::string_view title_key{};

  /// Whether title, year and genre are the same.
  bool same_film(const Row& other) const noexcept {
    return title == other.title && year == other.year && genre == other.genre;
  }
};

/// What a create is remembered by, as movie_memo; its text borrowed.
struct Memo {
  std::string_view key, digest;
  std::int64_t now_s = 0;
  std::int64_t expires_s = 0;  ///< of what is remembered now: from then on it is as if it were not
  std::uint64_t most = 0;
};

/// Texts of the host, borrowed for the call.
class Texts {
 public:
  Texts() = default;
  Texts(const movie_text* first, std::size_t size) noexcept : first_(first), size_(size) {}
  bool empty() const noexcept { return size_ == 0; }
  std::size_t size() const noexcept { return size_; }
  std::string_view operator[](std::size_t at) const noexcept { return view(first_[at]); }
  bool contains(std::string_view wanted) const noexcept {
    for (std::size_t at = 0; at < size_; ++at) {
      if ((*this)[at] == wanted) return true;
    }
    return false;
  }

 private:
  const movie_text* first_ = nullptr;
  std::size_t size_ = 0;
};

/// What a list is asked for, as movie_query. Beyond `skip`, `limit` and `after` all is at its
/// default unless the plug-in claims MOVIE_FILTER, MOVIE_SORT, MOVIE_SEARCH.
struct Query {
  Texts genres;
  std::uint64_t skip = 0;
  std::uint64_t limit = UINT64_MAX;
  std::int64_t after = 0;
  std::int32_t year_min = INT32_MIN;
  std::int32_t year_max = INT32_MAX;
  std::uint32_t sort = 0;  ///< 0: id; MOVIE_TITLE, MOVIE_YEAR, MOVIE_GENRE
  bool descending = false;
  Texts contains;

  bool any_year() const noexcept { return year_min == INT32_MIN && year_max == INT32_MAX; }
};

}  // namespace movie::sdk
