#pragma once

#include <sys/socket.h>

#include <atomic>

/// What the call that this program defines goes through while anything is watched.
namespace movie::conformance::network {

extern std::atomic<bool> active;

/// As connect(2).
int connected(int fd, const sockaddr* address, socklen_t size);
/// The same, past us.
int connect_to(int fd, const sockaddr* address, socklen_t size);

}  // namespace movie::conformance::network
