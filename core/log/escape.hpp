#pragma once

#include <string>
#include <string_view>

namespace movie::log {

/// False: `text` can stand in a record as it is.
[[nodiscard]] bool needs_escape(std::string_view text) noexcept;

/// Control characters (C0, DEL, C1), the Unicode line ends and bytes that are no UTF-8, as \n, \t,
/// \r or \xNN a byte.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace movie::log
