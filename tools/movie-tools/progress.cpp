#include "progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace movie::tools {
namespace {

constexpr std::uint64_t kWidth = 40;
constexpr std::chrono::milliseconds kInterval{100};

}  // namespace

Progress::Progress(std::uint64_t total) : total_(total), terminal_(::isatty(STDERR_FILENO) != 0) {}

void Progress::show(std::uint64_t bytes, std::uint64_t rows) {
  if (!terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kInterval;
  drawn_ = true;
  if (total_ == 0) {
    fmt::print(stderr, "\r{} rows", rows);
  } else {
    const std::uint64_t done = std::min(bytes, total_) * kWidth / total_;
    fmt::print(stderr, "\r[{:#<{}}{: <{}}] {:3} %, {} rows", "", done, "", kWidth - done,
               done * 100 / kWidth, rows);
  }
  std::fflush(stderr);
}

void Progress::clear() {
  if (drawn_) fmt::print(stderr, "\r\x1b[K");
  drawn_ = false;
}

}  // namespace movie::tools
