#include "http/routes.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "http/bulk/request.hpp"
#include "http/handlers.hpp"

namespace movie::http {
namespace {

constexpr Route kRoutes[] = {
    {"GET", "/health", health},
    {"GET", "/healthz", healthz},
    {"GET", "/readyz", readyz},
    {"GET", "/movies", list_movies},
    {"POST", "/movies", create_movie},
    {"POST", kBulkPath, bulk_create_movies},
    {"GET", "/movies/export", export_movies},
    {"GET", "/movies/{movie_id}", read_movie},
    {"PUT", "/movies/{movie_id}", replace_movie},
    {"PATCH", "/movies/{movie_id}", update_movie},
    {"DELETE", "/movies/{movie_id}", delete_movie},
    {"GET", "/openapi.json", openapi},
    {"GET", "/docs", docs},
    {"GET", "/docs/start.js", docs_start},
    {"GET", "/docs/swagger-ui.css", docs_style},
    {"GET", "/docs/swagger-ui-bundle.js", docs_script},
};

/// The placeholder's segment, "" for a pattern without one; nullopt if `path` does not fit.
std::optional<std::string_view> fit(std::string_view pattern, std::string_view path) noexcept {
  const auto brace = pattern.find('{');
  if (brace == std::string_view::npos)
    return path == pattern ? std::optional(path.substr(path.size())) : std::nullopt;
  if (path.size() <= brace || path.substr(0, brace) != pattern.substr(0, brace))
    return std::nullopt;
  const auto segment = path.substr(brace);
  return segment.find('/') == std::string_view::npos ? std::optional(segment) : std::nullopt;
}

/// The routes of the first pattern that `path` fits: a name stands before a placeholder, and so
/// wins over it. Those of one pattern stand together.
std::span<const Route> routes_of(std::string_view path) noexcept {
  const auto first = std::ranges::find_if(
      kRoutes, [&](const Route& route) { return fit(route.pattern, path).has_value(); });
  const auto end = std::find_if(first, std::end(kRoutes), [&](const Route& route) {
    return route.pattern != first->pattern;
  });
  return {first, end};
}

}  // namespace

std::span<const Route> routes() noexcept { return kRoutes; }

Match find_route(std::string_view method, std::string_view path) noexcept {
  const auto candidates = routes_of(path);
  if (candidates.empty()) return {};
  Match match{.known_path = true, .movie_id = *fit(candidates.front().pattern, path)};
  const auto found =
      std::ranges::find(candidates, method == "HEAD" ? "GET" : method, &Route::method);
  if (found != candidates.end()) match.handler = found->handler;
  return match;
}

std::string allowed_methods(std::string_view path) {
  std::string allow;
  for (const auto& route : routes_of(path)) {
    allow.append(route.method).append(route.method == "GET" ? ", HEAD, " : ", ");
  }
  return allow + "OPTIONS";
}

}  // namespace movie::http
