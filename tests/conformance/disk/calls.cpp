// The C library's calls as this program defines them, for all that it loads. Straight to the kernel
// where nothing is watched.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#undef _FORTIFY_SOURCE  // it defines some of them in headers
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <vector>

#include "disk/hooks.hpp"

namespace disk = movie::conformance::disk;

namespace {

std::vector<char> gathered(const iovec* parts, int count) {
  std::vector<char> all;
  for (int at = 0; at < count; ++at) {
    const auto* const data = static_cast<const char*>(parts[at].iov_base);
    all.insert(all.end(), data, data + parts[at].iov_len);
  }
  return all;
}

int open_file(int folder, const char* path, int flags, va_list rest) {
  const bool creates = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  const mode_t mode = creates ? va_arg(rest, mode_t) : 0;
  if (disk::active && !disk::opens()) return -1;
  return static_cast<int>(::syscall(SYS_openat, folder, path, flags, mode));
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

ssize_t write(int fd, const void* data, size_t size) {
  return disk::active ? disk::written(fd, static_cast<const char*>(data), size, -1)
                      : ::syscall(SYS_write, fd, data, size);
}
ssize_t pwrite64(int fd, const void* data, size_t size, off64_t offset) {
  return disk::active ? disk::written(fd, static_cast<const char*>(data), size, offset)
                      : ::syscall(SYS_pwrite64, fd, data, size, offset);
}
ssize_t pwrite(int fd, const void* data, size_t size, off_t offset) {
  return pwrite64(fd, data, size, offset);
}
ssize_t writev(int fd, const iovec* parts, int count) {
  if (!disk::active) return ::syscall(SYS_writev, fd, parts, count);
  const std::vector<char> all = gathered(parts, count);
  return disk::written(fd, all.data(), all.size(), -1);
}
ssize_t pwritev64(int fd, const iovec* parts, int count, off64_t offset) {
  if (!disk::active) return ::syscall(SYS_pwritev, fd, parts, count, offset, 0);
  const std::vector<char> all = gathered(parts, count);
  return disk::written(fd, all.data(), all.size(), offset);
}
ssize_t pwritev(int fd, const iovec* parts, int count, off_t offset) {
  return pwritev64(fd, parts, count, offset);
}
int ftruncate64(int fd, off64_t size) noexcept {
  return disk::active ? disk::sized(fd, size)
                      : static_cast<int>(::syscall(SYS_ftruncate, fd, size));
}
int ftruncate(int fd, off_t size) noexcept { return ftruncate64(fd, size); }
int fsync(int fd) {
  return disk::active ? disk::synced(fd, SYS_fsync) : static_cast<int>(::syscall(SYS_fsync, fd));
}
int fdatasync(int fd) {
  return disk::active ? disk::synced(fd, SYS_fdatasync)
                      : static_cast<int>(::syscall(SYS_fdatasync, fd));
}
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const int fd = open_file(AT_FDCWD, path, flags, rest);
  va_end(rest);
  return fd;
}
int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const int fd = open_file(AT_FDCWD, path, flags, rest);
  va_end(rest);
  return fd;
}
int openat64(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const int fd = open_file(folder, path, flags, rest);
  va_end(rest);
  return fd;
}
int openat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const int fd = open_file(folder, path, flags, rest);
  va_end(rest);
  return fd;
}

}  // extern "C"
#pragma GCC visibility pop
#endif
