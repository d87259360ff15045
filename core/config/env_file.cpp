#include "config/env_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "config/config.hpp"

namespace movie::config {
namespace {

constexpr std::size_t kLargest = 1 << 20;

class File {
 public:
  explicit File(const std::string& path)
      : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

[[noreturn]] void cannot_read(const std::string& path, int error) {
  throw ConfigError(fmt::format("{}: cannot be read: {}; make it readable or remove it", path,
                                std::generic_category().message(error)));
}

/// Whoever can write the file decides where the films go and what the passwords are sent to.
void refuse_strangers(const std::string& path, const struct stat& facts) {
  if (facts.st_uid != ::geteuid() && facts.st_uid != 0) {
    throw ConfigError(fmt::format(
        "{}: belongs to user {}, expected the user who runs this ({}) or root; take it over with "
        "chown, or start from another folder",
        path, facts.st_uid, ::geteuid()));
  }
  if ((facts.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    throw ConfigError(fmt::format("{}: others can write it (mode {:03o}); chmod go-w {}", path,
                                  facts.st_mode & 0777U, path));
  }
}

std::string content(const File& file, const std::string& path) {
  std::string text;
  std::array<char, 4096> block;
  for (;;) {
    const ssize_t size = ::read(file.fd(), block.data(), block.size());
    if (size < 0) cannot_read(path, errno);
    if (size == 0) return text;
    text.append(block.data(), static_cast<std::size_t>(size));
    if (text.size() > kLargest)
      throw ConfigError(fmt::format("{}: larger than 1 MiB, which no settings are", path));
  }
}

}  // namespace

std::vector<EnvEntry> read_env_file(const std::filesystem::path& name,
                                    std::vector<std::string>& warnings) {
  const std::string path = name.lexically_normal().string();
  const File file(path);
  if (file.fd() < 0) {
    if (errno == ENOENT) return {};
    cannot_read(path, errno);
  }
  struct stat facts {};
  if (::fstat(file.fd(), &facts) != 0) cannot_read(path, errno);
  if (!S_ISREG(facts.st_mode)) {
    warnings.push_back(fmt::format("{} is not a file and is not read", path));
    return {};
  }
  refuse_strangers(path, facts);
  return parse_env(content(file, path));
}

}  // namespace movie::config
