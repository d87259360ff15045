#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// UTF-8 text. ASCII, by far the most common, is handled eight bytes at a time.
namespace movie::text {

/// The code point that begins at `i`, which moves behind it; negative if the bytes there are not
/// well-formed.
std::int32_t next(std::string_view text, std::size_t& i) noexcept;

/// The code point that ends before `i`, which moves to its beginning; i > 0. `text` is UTF-8.
std::int32_t previous(std::string_view text, std::size_t& i) noexcept;

/// How many bytes at the start of `text` are ASCII.
std::size_t ascii_prefix(std::string_view text) noexcept;

/// Well-formed as Unicode defines it: no surrogates, nothing overlong, nothing above U+10FFFF.
bool is_utf8(std::string_view text) noexcept;

/// The text with U+FFFD in place of what is not well-formed (one for each maximal part, as Python's
/// "replace").
std::string to_utf8(std::string_view bytes);

/// Without Unicode White_Space at both ends. `text` is UTF-8.
std::string_view trimmed(std::string_view text) noexcept;

/// How many code points `text`, which is UTF-8, has.
std::size_t code_points(std::string_view text) noexcept;

}  // namespace movie::text
