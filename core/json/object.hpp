#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>

#include "json/field_reader.hpp"
#include "json/python_reader.hpp"

namespace movie::json {

/// Why a text is no JSON object.
struct NoObject {
  enum class Why : std::uint8_t { malformed, too_deep, other_value };
  Why why;
  SyntaxError error{};  ///< of what is malformed
};

/// The fields of a film from a text that is an object; what is wrong with them they know. `text` is
/// UTF-8.
tl::expected<FieldReader, NoObject> read_object(std::string_view text, std::size_t max_depth,
                                                bool whole = false);

}  // namespace movie::json
