#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "json/handler.hpp"

namespace movie::json {

/// Why a text is not JSON, in the words of Python's json module.
struct SyntaxError {
  std::size_t position = 0;  ///< in code points, from 0 on
  std::string_view reason;   ///< a literal
};

/// Reads JSON as Python's json module does: RFC 8259, and NaN, Infinity, -Infinity, numbers of any
/// size and lone surrogates. For what read_strictly refuses: it says why, which RapidJSON's errors
/// are too coarse for. Nothing: read, or the handler wanted no more. Nesting costs heap, not stack.
/// `text` is UTF-8.
std::optional<SyntaxError> read_as_python(std::string_view text, Handler& handler);

}  // namespace movie::json
