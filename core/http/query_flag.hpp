#pragma once

#include <optional>
#include <string_view>

#include "json/faults.hpp"

namespace movie::http {

/// A boolean of a query string, decoded: true, false and the words that mean them, in any case.
/// Nothing if a fault was added.
std::optional<bool> read_flag(std::string_view text, std::string_view name, json::Faults& faults);

}  // namespace movie::http
