#include "disk/disk.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <memory>
#include <mutex>
#include <optional>

#include "disk/hooks.hpp"
#include "disk/ledger.hpp"

namespace movie::conformance::disk {
namespace {

std::mutex mutex;
std::unique_ptr<Ledger> ledger;
std::optional<Fault> fault;
std::uint64_t seen = 0;

/// Whether this call is to fail.
bool comes(Call call) {
  if (!fault || fault->call != call) return false;
  ++seen;
  const bool now = fault->lasts ? seen >= fault->nth : seen == fault->nth;
  if (now && fault->kills) std::raise(SIGKILL);
  return now;
}

bool is_regular(int fd, struct stat& file) {
  return ::fstat(fd, &file) == 0 && S_ISREG(file.st_mode);
}

long put(int fd, const char* data, std::size_t size, std::int64_t offset) {
  return offset < 0 ? ::syscall(SYS_write, fd, data, size)
                    : ::syscall(SYS_pwrite64, fd, data, size, offset);
}

}  // namespace

std::atomic<bool> active{false};

void remember(const std::filesystem::path& file) {
  ledger = std::make_unique<Ledger>(file);
  active = true;
}

void fail(const Fault& wanted) {
  fault = wanted;
  seen = 0;
  active = true;
}

bool mend() {
  const std::lock_guard lock(mutex);
  const bool came = fault && seen >= fault->nth;
  fault.reset();
  return came;
}

long written(int fd, const char* data, std::size_t size, std::int64_t offset) {
  const std::lock_guard lock(mutex);
  struct stat file {};
  if (!is_regular(fd, file)) return put(fd, data, size, offset);
  if (comes(Call::write)) {
    if (fault->error != 0) {
      errno = fault->error;
      return -1;
    }
    size = (size + 1) / 2;
  }
  const int flags = ::fcntl(fd, F_GETFL);
  if (ledger != nullptr && (flags & (O_SYNC | O_DSYNC)) == 0) {
    const std::int64_t at = (flags & O_APPEND) != 0 ? file.st_size
                            : offset < 0            ? ::lseek(fd, 0, SEEK_CUR)
                                                    : offset;
    const std::int64_t end = at + static_cast<std::int64_t>(size);
    ledger->change(fd, file, at, {data, size}, std::max<std::int64_t>(file.st_size, end));
  }
  return put(fd, data, size, offset);
}

int sized(int fd, std::int64_t size) {
  const std::lock_guard lock(mutex);
  struct stat file {};
  if (ledger != nullptr && is_regular(fd, file))
    ledger->change(fd, file, std::min<std::int64_t>(size, file.st_size), {}, size);
  return static_cast<int>(::syscall(SYS_ftruncate, fd, size));
}

int synced(int fd, long call) {
  const std::lock_guard lock(mutex);
  struct stat file {};
  if (comes(Call::sync)) {
    if (ledger != nullptr && is_regular(fd, file)) ledger->dropped(file);
    errno = fault->error;
    return -1;
  }
  const auto result = static_cast<int>(::syscall(call, fd));
  if (ledger != nullptr && result == 0 && is_regular(fd, file)) ledger->synced(file);
  return result;
}

bool opens() {
  const std::lock_guard lock(mutex);
  if (!comes(Call::open)) return true;
  errno = fault->error;
  return false;
}

}  // namespace movie::conformance::disk
