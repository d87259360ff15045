#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "bulk/reader.hpp"

namespace movie::bulk {

/// The bytes of a source, less a byte order mark at their beginning.
class Input {
 public:
  explicit Input(Source source);

  /// The next bytes, valid until the next call; empty: the end.
  std::string_view next();

  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  std::size_t read(std::size_t already);

  Source source_;
  std::uint64_t bytes_read_ = 0;
  bool ended_ = false;
  std::array<char, 65536> buffer_;
};

}  // namespace movie::bulk
