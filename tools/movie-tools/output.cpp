#include "output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "failure.hpp"
#include "interrupts.hpp"

namespace movie::tools {
namespace {

/// Where the bytes go in the end: through links, so that one stays what it is.
std::string target_of(const std::string& file) {
  std::error_code none;  // no such file yet: it will have the name given
  const auto target = std::filesystem::canonical(file, none);
  return none ? file : target.string();
}

bool is_special(const std::string& file) {
  std::error_code none;
  const auto status = std::filesystem::status(file, none);
  return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
}

}  // namespace

void flush_standard_output() {
  if (std::fflush(stdout) == 0) return;
  if (errno == EPIPE) throw ReaderGone();
  fail_with_errno("cannot write standard output");
}

Output::Output(const std::string& file) : name_(file == "-" ? "standard output" : file) {
  if (file == "-") {
    fd_ = STDOUT_FILENO;
  } else if (is_special(file)) {  // a device or pipe cannot be replaced
    fd_ = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    file_ = target_of(file);
    temporary_ = fmt::format("{}.{}.tmp", file_, ::getpid());
    fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd_ < 0) fail_with_errno("cannot create " + temporary_);
  }
  if (fd_ < 0) fail_with_errno("cannot write " + name_);
}

Output::~Output() {
  if (fd_ >= 0 && fd_ != STDOUT_FILENO) ::close(fd_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void Output::write(std::string_view text, bool interruptible) {
  while (!text.empty()) {
    if (interruptible) Interrupts::check();
    const ssize_t size = ::write(fd_, text.data(), text.size());
    if (size >= 0) {
      text.remove_prefix(static_cast<std::size_t>(size));
    } else if (errno == EPIPE) {
      throw ReaderGone();
    } else if (errno != EINTR) {
      fail_with_errno("cannot write " + name_);
    }
  }
}

void Output::keep() {
  if (temporary_.empty()) return;
  if (::fsync(fd_) != 0) fail_with_errno("cannot write " + name_);
  if (std::rename(temporary_.c_str(), file_.c_str()) != 0)
    fail_with_errno("cannot replace " + name_);
  temporary_.clear();
}

}  // namespace movie::tools
