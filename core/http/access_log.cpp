#include "http/access_log.hpp"

#include <fmt/format.h>

#include <chrono>

#include "http/client_address.hpp"
#include "http/trace_id.hpp"
#include "log/log.hpp"

namespace movie::http {
namespace {

/// What could not be read is still a column of the line.
std::string_view word(std::string_view text) { return text.empty() ? "-" : text; }

}  // namespace

void log_access(const Request& request, const Response& response, Clock::time_point received,
                std::string_view trace_id, std::span<const std::string> trusted) {
  if (!log::enabled(log::Level::info)) return;
  const bool bodiless = request.method == "HEAD" || response.status == 204;
  const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - received);
  const fmt::format_int size(bodiless ? 0 : response.body.size());
  const std::string_view bytes = response.rest && !bodiless ? "-" : size.c_str();
  log::info("{} {} {} {} {} {}us {}", client_address(request, trusted), word(request.method),
            word(request.target), response.status, bytes, taken.count(), logged(trace_id));
}

}  // namespace movie::http
