#pragma once

#include <optional>
#include <string_view>

namespace movie::http {

/// Whether a Content-Type says JSON: application/json or application/*+json in any case, parameters
/// ignored. None at all does not.
bool is_json(std::optional<std::string_view> content_type) noexcept;

}  // namespace movie::http
