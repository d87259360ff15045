#pragma once

#include <string>
#include <string_view>

namespace movie::sqlite {

/// The text as the ABI promises it: UTF-8 without NUL. What another program stored otherwise is
/// shown with U+FFFD in the place of what cannot be read; `scratch` then holds the result.
std::string_view readable(std::string_view stored, std::string& scratch);

}  // namespace movie::sqlite
