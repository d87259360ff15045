#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "http/transport/unique_fd.hpp"

namespace movie::http {

/// Sockets that listen on every address that `host` (a name, an IPv4 or IPv6 address) stands for;
/// port 0 is the same free port on all of them. Non-blocking. Throws BindError.
std::vector<UniqueFd> listen_on(const std::string& host, std::uint16_t port);

/// Drops what would begin a connection from now on; handshakes under way end as they would.
void let_nobody_in(const UniqueFd& listening) noexcept;

std::uint16_t port_of(const UniqueFd& socket);

}  // namespace movie::http
