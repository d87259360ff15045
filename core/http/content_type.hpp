#pragma once

#include <optional>
#include <string_view>

namespace movie::http {

/// Whether a Content-Type says JSON: application/json or application/*+json in any case, parameters
/// ignored. None at all does not.
bool is_json(std::optional<std::string_view> content_type) noexcept;

/// Whether an Accept field would rather have text/csv than JSON (RFC 9110, 12.5.1). None at all
/// does not.
bool prefers_csv(std::optional<std::string_view> accept) noexcept;

}  // namespace movie::http
