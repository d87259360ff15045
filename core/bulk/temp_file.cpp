#include "bulk/temp_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <system_error>

namespace movie::bulk {
namespace {

constexpr std::size_t kAtOnce = 64 << 10;
constexpr const char* kRemedy = " (make room there, or name another folder in TMPDIR)";

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

std::string folder() {
  const char* const named = ::secure_getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/tmp";
}

int open_unnamed() {
  const std::string in = folder();
  int fd = ::open(in.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
  if (fd >= 0) return fd;
  const std::string what = "cannot create a temporary file in " + in + kRemedy;
  if (errno != EOPNOTSUPP && errno != EISDIR) fail(errno, what);
  std::string path = in + "/movie-XXXXXX";
  fd = ::mkostemp(path.data(), O_CLOEXEC);
  if (fd < 0) fail(errno, what);
  ::unlink(path.c_str());
  return fd;
}

}  // namespace

TempFile::TempFile() : fd_(open_unnamed()) {}

void TempFile::append(std::string_view bytes) {
  unwritten_.append(bytes);
  if (unwritten_.size() >= kAtOnce) flush();
}

void TempFile::flush() {
  std::string_view left = unwritten_;
  while (!left.empty()) {
    const ssize_t wrote = ::pwrite(fd_, left.data(), left.size(), static_cast<off_t>(written_));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) fail_to_grow(wrote == 0 ? ENOSPC : errno);
    written_ += static_cast<std::uint64_t>(wrote);
    left.remove_prefix(static_cast<std::size_t>(wrote));
  }
  unwritten_.clear();
}

void TempFile::fail_to_grow(int error) const {
  fail(error, "cannot write to a temporary file in " + folder() + " beyond its " +
                  std::to_string(written_) + " bytes" + kRemedy);
}

void TempFile::reserve(std::uint64_t bytes) {
  if (bytes == 0) return;
  const int error = ::posix_fallocate(fd_, static_cast<off_t>(written_), static_cast<off_t>(bytes));
  if (error != 0) fail_to_grow(error);
}

void TempFile::discard() noexcept {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

std::size_t TempFile::read(std::uint64_t at, std::span<char> buffer) {
  flush();
  const std::size_t most = static_cast<std::size_t>(
      std::min<std::uint64_t>(buffer.size(), written_ - std::min(at, written_)));
  for (;;) {
    const ssize_t got = ::pread(fd_, buffer.data(), most, static_cast<off_t>(at));
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) fail(errno, "reading a temporary file");
  }
}

std::string_view TempFileReader::next(std::size_t size) {
  if (buffer_.size() - used_ < size) {
    buffer_.erase(0, used_);
    used_ = 0;
    while (buffer_.size() < size) {
      const std::size_t had = buffer_.size();
      buffer_.resize(had + kAtOnce);
      const std::size_t got = file_.read(at_, std::span(buffer_).subspan(had));
      buffer_.resize(had + got);
      at_ += got;
      if (got == 0) throw std::runtime_error("a temporary file was cut short");
    }
  }
  const std::string_view bytes = std::string_view(buffer_).substr(used_, size);
  used_ += bytes.size();
  return bytes;
}

}  // namespace movie::bulk
