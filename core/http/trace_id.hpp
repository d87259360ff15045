#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/server.hpp"

namespace movie::http {

/// The id that a request carries through answer and logs: its own X-Trace-Id (the first 2,048
/// bytes of it), or "req-" and 8 hex digits. Made ids are computed from `ticket`, so that an answer
/// given later, or by another way, names the same one and nobody keeps it.
std::string trace_id(const Request& request, Ticket ticket);

/// The same for a request that never got a ticket.
std::string trace_id(const Request& request);

/// What of a trace id goes into a log line or to a plug-in: a client may send a long one.
std::string_view logged(std::string_view trace_id) noexcept;

}  // namespace movie::http
