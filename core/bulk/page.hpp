#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "bulk/writer.hpp"

namespace movie::bulk {

/// The films of an export that are held at a time, as text. Either bound ends a page: it takes a
/// store about a millisecond, and is all that is held.
class Page {
 public:
  static constexpr std::uint64_t kMostRows = 1'000;
  static constexpr std::size_t kManyBytes = 256 << 10;  ///< the row that reaches it is the last

  /// The first one.
  explicit Page(Format format) : writer_(format) { writer_.begin(text_); }

  /// False: there is no room for another one.
  bool add(const MovieView& film) {
    writer_.row(text_, film);
    last_id_ = film.id;
    ++rows_;
    return !is_full();
  }
  /// There may be films behind it.
  [[nodiscard]] bool is_full() const { return rows_ == kMostRows || text_.size() >= kManyBytes; }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  /// Of the last film on this page and those before it; 0: there is none.
  [[nodiscard]] std::int64_t last_id() const { return last_id_; }

  /// Its text, with what ends the export unless it is full. It is the next page then.
  std::string turn() {
    if (!is_full()) writer_.end(text_);
    rows_ = 0;
    return std::exchange(text_, {});
  }

 private:
  Writer writer_;
  std::string text_;
  std::int64_t last_id_ = 0;
  std::uint64_t rows_ = 0;
};

}  // namespace movie::bulk
