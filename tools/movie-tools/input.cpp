#include "csv_input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "failure.hpp"
#include "interrupts.hpp"

namespace movie::tools {

CsvInput::CsvInput(const std::string& file)
    : name_(file == "-" ? "standard input" : file),
      fd_(file == "-" ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (fd_ < 0) fail_with_errno("cannot open " + name_);
  struct stat facts {};
  if (::fstat(fd_, &facts) == 0 && S_ISREG(facts.st_mode))
    size_ = static_cast<std::uint64_t>(facts.st_size);
}

CsvInput::~CsvInput() {
  if (fd_ != STDIN_FILENO) ::close(fd_);
}

std::size_t CsvInput::read(std::span<char> buffer) {
  for (;;) {
    Interrupts::check();
    const ssize_t size = ::read(fd_, buffer.data(), buffer.size());
    if (size >= 0) return static_cast<std::size_t>(size);
    if (errno != EINTR) fail_with_errno("cannot read " + name_);
  }
}

}  // namespace movie::tools
