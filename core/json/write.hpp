#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "model/movie.hpp"

/// Compact JSON. What is appended is always UTF-8: bytes that are not become U+FFFD.
namespace movie::json {

/// {"id":1,"title":"É","year":2000,"genre":"Drama"}
void append_movie(std::string& out, const MovieView& movie);

/// "text" in quotes; only ", \ and controls below U+0020 are escaped.
void append_string(std::string& out, std::string_view text);

void append_integer(std::string& out, std::int64_t value);

/// {"page":2,"page_size":20,"total":45,"items": and, once the array of films follows, '}'.
std::string page_envelope(std::int64_t page, std::int64_t page_size, std::int64_t total);

/// {"detail":"Movie not found"}
std::string error_body(std::string_view detail);

/// {"status":"ok","app":"Movie Service"}
std::string app_health_body(std::string_view app);

/// {"status":"ok","database":"memory"}; else "unavailable"
std::string store_health_body(bool available, std::string_view mode);

/// {"status":"unavailable","database":"postgres","reason":"…","since":"…"}
std::string unready_body(std::string_view mode, std::string_view reason, std::string_view since);

/// The object `body` with "suspect_since":"…" behind its last member.
std::string with_suspicion(std::string body, std::string_view since);

/// The object `body` with "checks":{"store":"ok","drain":"ok"} behind its last member.
std::string with_checks(std::string body, std::string_view store, std::string_view drain);

/// The object `body` with "figures":{"films":5} behind its last member; none: as it is.
std::string with_figures(std::string body,
                         std::span<const std::pair<std::string, std::int64_t>> figures);

/// {"status":"ok"}
std::string live_body();

}  // namespace movie::json
