#include "json/python_number.hpp"

#include <charconv>
#include <cmath>
#include <cstddef>

#include "model/lax_integer.hpp"

namespace movie::json {
namespace {

/// Python's repr(): the fewest digits that tell the value from its neighbours, with an exponent
/// below 1e-4 and from 1e16 on.
void append_float(std::string& out, double value) {
  char buffer[64];
  const double size = std::fabs(value);
  const bool fixed = size == 0 || (size >= 1e-4 && size < 1e16);
  const auto [end, error] =
      std::to_chars(buffer, buffer + sizeof buffer, value,
                    fixed ? std::chars_format::fixed : std::chars_format::scientific);
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  out += text;
  if (fixed && text.find('.') == std::string_view::npos) out += ".0";
}

}  // namespace

void append_python_number(std::string& out, std::string_view as_spelt) {
  if (as_spelt.find_first_not_of("-0123456789") == std::string_view::npos) {
    out += as_spelt == "-0" ? "0" : as_spelt;
    return;
  }
  const double value = float_from_number(as_spelt);
  if (std::isfinite(value)) {
    append_float(out, value);
  } else {
    out += "null";
  }
}

}  // namespace movie::json
