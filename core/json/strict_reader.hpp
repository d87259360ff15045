#pragma once

#include <string_view>

#include "json/handler.hpp"

namespace movie::json {

/// Reads JSON by RFC 8259. False: it is not, or a number is beyond a double, or a surrogate stands
/// alone, or the handler wanted no more; what it has been told until then is worthless. Nesting
/// costs heap, not stack. `text` is UTF-8.
bool read_strictly(std::string_view text, Handler& handler);

}  // namespace movie::json
