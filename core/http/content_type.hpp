#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace movie::http {

/// Whether a Content-Type says JSON: application/json or application/*+json in any case, parameters
/// ignored. None at all does not.
bool is_json(std::optional<std::string_view> content_type) noexcept;

/// Whether a Content-Type is `type` (lower case), in any case, parameters ignored.
bool is_type(std::optional<std::string_view> content_type, std::string_view type) noexcept;

/// Which of `types` an Accept field would rather have (RFC 9110, 12.5.1): of those that it likes
/// alike, and without a field, the first.
std::size_t preferred(std::optional<std::string_view> accept,
                      std::span<const std::string_view> types) noexcept;

}  // namespace movie::http
