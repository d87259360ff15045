#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

/// What the calls that this program defines go through while anything is watched.
namespace movie::conformance::disk {

extern std::atomic<bool> active;

/// `offset` below 0: where the file stands.
long written(int fd, const char* data, std::size_t size, std::int64_t offset);
int sized(int fd, std::int64_t size);
/// `call` is the kernel's number of fsync or fdatasync.
int synced(int fd, long call);
/// False: it is to fail, errno says how.
bool opens();

}  // namespace movie::conformance::disk
