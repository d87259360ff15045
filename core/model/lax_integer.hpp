#pragma once

#include <cstdint>
#include <string_view>

#include "model/fault.hpp"

namespace movie {

/// An integer that a user sent. Of one beyond 64 bits only the direction is kept.
struct LaxInteger {
  std::int64_t value = 0;  ///< INT64_MIN or INT64_MAX if it does not fit
  bool fits = true;

  bool operator==(const LaxInteger&) const = default;
};

/// From text as a query string, a path or a JSON string holds it: trimmed, optional sign, ASCII
/// digits with single underscores between them, optional fraction of zeros. `text` is UTF-8.
/// Faults: int_parsing, int_parsing_size.
Judged<LaxInteger> integer_from_text(std::string_view text);

/// From a number as JSON spells it (and Python: NaN, Infinity): an integer of any size, or a float
/// without fraction. Faults: int_from_float, int_parsing_size, finite_number.
Judged<LaxInteger> integer_from_number(std::string_view number);

/// The double nearest to a number spelt as above: infinite if it is too large, 0 if too small.
double float_from_number(std::string_view number);

}  // namespace movie
