#include "http/cors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace movie::http {
namespace {

constexpr std::array<std::string_view, 7> kMethods{"DELETE", "GET",  "HEAD", "OPTIONS",
                                                   "PATCH",  "POST", "PUT"};
/// What a page's script may read beyond the few that it always may.
constexpr std::string_view kExposed =
    "X-Trace-Id, Retry-After, Allow, ETag, Location, Link, X-Total-Count, X-Total-Pages, "
    "Content-Disposition, Idempotency-Replayed";

constexpr std::string_view kPreflightVary =
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, "
    "Access-Control-Request-Private-Network";

bool is_preflight(const Request& request) {
  return request.method == "OPTIONS" && request.field("origin") &&
         request.field("access-control-request-method");
}

}  // namespace

bool Cors::allows(std::string_view origin) const {
  return std::ranges::find(origins_, origin) != origins_.end();
}

std::optional<Response> Cors::preflight(const Request& request) const {
  if (!is_preflight(request)) return std::nullopt;
  std::string refused;
  const auto refuse = [&refused](std::string_view what) {
    refused.append(refused.empty() ? "" : ", ").append(what);
  };
  const auto method = request.field("access-control-request-method");
  if (!allows(*request.field("origin"))) refuse("origin");
  if (std::ranges::find(kMethods, *method) == kMethods.end()) refuse("method");
  if (request.field("access-control-request-private-network")) refuse("private-network");
  return Response{.status = refused.empty() ? 200 : 400,
                  .content_type = "text/plain; charset=utf-8",
                  .body = refused.empty() ? "OK" : "Disallowed CORS " + refused};
}

void Cors::annotate(const Request& request, Response& response) const {
  auto& fields = response.fields;
  const bool preflight = is_preflight(request);
  fields.emplace_back("Vary", preflight ? kPreflightVary : "Origin");
  const auto origin = request.field("origin");
  if (!origin) return;
  fields.emplace_back("Access-Control-Allow-Credentials", "true");
  if (allows(*origin)) fields.emplace_back("Access-Control-Allow-Origin", *origin);
  if (!preflight) {
    fields.emplace_back("Access-Control-Expose-Headers", kExposed);
    return;
  }
  fields.emplace_back("Access-Control-Allow-Methods", fmt::format("{}", fmt::join(kMethods, ", ")));
  fields.emplace_back("Access-Control-Max-Age", "600");
  if (const auto headers = request.field("access-control-request-headers")) {
    fields.emplace_back("Access-Control-Allow-Headers", *headers);
  }
}

}  // namespace movie::http
