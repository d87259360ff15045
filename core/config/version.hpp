#pragma once

#include <string_view>

namespace movie::config {

/// "0.1.0", as in the project's CMakeLists.txt.
std::string_view version();
/// The git commit this was built from, "-dirty" behind it when files differed; "unknown" outside of
/// a checkout.
std::string_view commit();

}  // namespace movie::config
