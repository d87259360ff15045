#pragma once

#include <string>
#include <string_view>

namespace movie::json {

/// A number as Python writes what it has read: 2.01e3 -> 2010.0, 1E16 -> 1e+16, -0 -> 0; what is
/// not finite -> null.
void append_python_number(std::string& out, std::string_view as_spelt);

}  // namespace movie::json
