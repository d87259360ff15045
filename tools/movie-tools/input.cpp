#include "input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "failure.hpp"
#include "interrupts.hpp"

namespace movie::tools {
namespace {

/// A file without a name. Throws Failure.
int temporary_file() {
  const char* const wanted = std::getenv("TMPDIR");
  const std::string folder = wanted == nullptr || *wanted == '\0' ? "/tmp" : wanted;
  std::string name = folder + "/movie-tools.XXXXXX";
  const int fd = ::mkostemp(name.data(), O_CLOEXEC);
  if (fd < 0) fail_with_errno("cannot create a temporary file in " + folder);
  ::unlink(name.c_str());
  return fd;
}

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::write(fd, bytes.data(), bytes.size());
    if (size >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(size));
    } else if (errno != EINTR) {
      fail_with_errno("cannot write a temporary file (TMPDIR names another folder for it)");
    }
  }
}

}  // namespace

Input::Input(const std::string& file)
    : name_(file == "-" ? "standard input" : file),
      fd_(file == "-" ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (fd_ < 0) fail_with_errno("cannot open " + name_);
  measure();
}

Input::~Input() { close(); }

void Input::close() const {
  if (fd_ != STDIN_FILENO) ::close(fd_);
}

void Input::measure() {
  struct stat facts {};
  regular_ = ::fstat(fd_, &facts) == 0 && S_ISREG(facts.st_mode);
  if (!regular_) return;
  size_ = static_cast<std::uint64_t>(facts.st_size);
  begin_ = ::lseek(fd_, 0, SEEK_CUR);
}

std::size_t Input::read(std::span<char> buffer) {
  for (;;) {
    Interrupts::check();
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
  struct Copy {
    int fd = temporary_file();
    ~Copy() {
      if (fd >= 0) ::close(fd);
    }
  } copy;
  std::array<char, 65536> buffer;
  while (const std::size_t size = read(buffer)) write_all(copy.fd, {buffer.data(), size});
  if (::lseek(copy.fd, 0, SEEK_SET) != 0) fail_with_errno("cannot read a temporary file");
  close();
  fd_ = std::exchange(copy.fd, -1);
  measure();
}

void Input::rewind() {
  if (::lseek(fd_, begin_, SEEK_SET) < 0) fail_with_errno("cannot read " + name_ + " again");
}

}  // namespace movie::tools
