#include "input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "failure.hpp"
#include "interrupts.hpp"

namespace movie::tools {
Input::Input(const std::string& file)
    : name_(file == "-" ? "standard input" : file),
      fd_(file == "-" ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (fd_ < 0) fail_with_errno("cannot open " + name_);
  struct stat facts {};
  regular_ = ::fstat(fd_, &facts) == 0 && S_ISREG(facts.st_mode);
  if (!regular_) return;
  size_ = static_cast<std::uint64_t>(facts.st_size);
  begin_ = ::lseek(fd_, 0, SEEK_CUR);
}

Input::~Input() {
  if (fd_ != STDIN_FILENO) ::close(fd_);
}

std::size_t Input::read(std::span<char> buffer) {
  for (;;) {
    Interrupts::check();
    if (copy_) {
      const std::size_t got = copy_->read(at_, buffer);
      at_ += got;
      return got;
    }
    const ssize_t size = ::read(fd_, buffer.data(), buffer.size());
    if (size >= 0) return static_cast<std::size_t>(size);
    if (errno != EINTR) fail_with_errno("cannot read " + name_);
  }
}

bool Input::is(const std::string& file) const {
  struct stat here {};
  struct stat there {};
  return regular_ && ::fstat(fd_, &here) == 0 && ::stat(file.c_str(), &there) == 0 &&
         here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

void Input::stage() {
  if (regular_) return;
  auto copy = std::make_unique<bulk::TempFile>();
  std::array<char, 65536> buffer;
  while (const std::size_t size = read(buffer)) {
    copy->append({buffer.data(), size});
    size_ += size;
  }
  copy_ = std::move(copy);
}

void Input::rewind() {
  at_ = 0;
  if (!copy_ && ::lseek(fd_, begin_, SEEK_SET) < 0)
    fail_with_errno("cannot read " + name_ + " again");
}

}  // namespace movie::tools
