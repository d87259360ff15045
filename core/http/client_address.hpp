#pragma once

#include <span>
#include <string>

#include "http/message.hpp"

namespace movie::http {

/// Who asks, for the log: the peer; behind proxies that are `trusted` (addresses) the last one of
/// X-Forwarded-For that is not one of them, for what stands before it any client can write.
std::string client_address(const Request& request, std::span<const std::string> trusted);

}  // namespace movie::http
