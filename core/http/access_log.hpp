#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/message.hpp"
#include "http/server.hpp"

namespace movie::http {

/// One line per answer, when it begins, at level INFO: client (as those proxies tell that are
/// `trusted`), method, target, status, bytes of body ("-" if they are not known yet), microseconds,
/// trace id.
void log_access(const Request& request, const Response& response, Clock::time_point received,
                std::string_view trace_id, std::span<const std::string> trusted);

}  // namespace movie::http
