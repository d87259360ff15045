#pragma once

#include <cstdint>
#include <string>

#include "bulk/writer.hpp"
#include "store/operation.hpp"

namespace movie::tools {

/// Films of an export as text, as many as are held at a time.
class Page final : public store::RowSink {
 public:
  static constexpr std::uint64_t kMostRows = 1'000;
  static constexpr std::size_t kManyBytes = 256 << 10;  ///< the row that reaches it is the last

  explicit Page(bulk::Format format) : writer(format) {}

  bool take(const MovieView& row) override {
    writer.row(text, row);
    last_id = row.id;
    ++count;
    return !is_full();
  }
  /// There may be films behind it.
  [[nodiscard]] bool is_full() const { return count == kMostRows || text.size() >= kManyBytes; }
  /// The next one goes on behind the last film.
  void clear() {
    text.clear();
    count = 0;
  }

  bulk::Writer writer;
  std::string text;
  std::int64_t last_id = 0;
  std::uint64_t count = 0;
};

}  // namespace movie::tools
