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
    {"GET", "/livez", livez},
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
  if (!pattern.ends_with('}'))
    return path == pattern ? std::optional(path.substr(path.size())) : std::nullopt;
  const auto brace = pattern.find('{');
  if (path.size() <= brace || path.substr(0, brace) != pattern.substr(0, brace))
    return std::nullopt;
  const auto segment = path.substr(brace);
  return segment.find('/') == std::string_view::npos ? std::optional(segment) : std::nullopt;
}

/// The first route whose pattern `path` fits, and with it the path's pattern: a name stands before
/// a placeholder, and so wins over it. Those of one pattern stand together.
const Route* first_route(std::string_view path) noexcept {
  return std::ranges::find_if(
      kRoutes, [&](const Route& route) { return fit(route.pattern, path).has_value(); });
}

}  // namespace

std::span<const Route> routes() noexcept { return kRoutes; }

Match find_route(std::string_view method, std::string_view path) noexcept {
  const Route* route = first_route(path);
  if (route == std::end(kRoutes)) return {};
  const std::string_view pattern = route->pattern;
  Match match{.known_path = true, .movie_id = *fit(pattern, path)};
  for (; route != std::end(kRoutes) && route->pattern == pattern; ++route) {
    if (route->method != (method == "HEAD" ? "GET" : method)) continue;
    match.handler = route->handler;
    break;
  }
  return match;
}

std::string allowed_methods(std::string_view path) {
  std::string allow;
  const Route* route = first_route(path);
  const std::string_view pattern = route->pattern;
  for (; route != std::end(kRoutes) && route->pattern == pattern; ++route) {
    allow.append(route->method).append(route->method == "GET" ? ", HEAD, " : ", ");
  }
  return allow + "OPTIONS";
}

}  // namespace movie::http
