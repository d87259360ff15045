// As disk/calls.cpp: the C library's, as this program defines it.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include "network/hooks.hpp"

namespace network = movie::conformance::network;

#pragma GCC visibility push(default)
extern "C" {

int connect(int fd, const sockaddr* address, socklen_t size) {
  return network::active ? network::connected(fd, address, size)
                         : network::connect_to(fd, address, size);
}

}  // extern "C"
#pragma GCC visibility pop
#endif
