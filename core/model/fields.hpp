#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "model/fault.hpp"
#include "model/lax_integer.hpp"

/// The rules that every film keeps, whichever way it came in. Texts are UTF-8.
namespace movie {

inline constexpr std::size_t kMaxTitle = 200;  ///< code points
inline constexpr std::size_t kMaxGenre = 50;   ///< code points, before and after title-casing
inline constexpr std::int32_t kMinYear = 1888;
inline constexpr std::int32_t kMaxYear = 2100;

/// What a film is made of, in the order in which faults are told.
enum class Field : std::uint8_t { title, year, genre };
inline constexpr std::array kFields{Field::title, Field::year, Field::genre};

/// "title": as in JSON and CSV.
std::string_view name(Field field) noexcept;
std::optional<Field> field_named(std::string_view name) noexcept;

/// An inclusive range.
struct Bounds {
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

/// The trimmed title: 1..200 code points, no NUL.
Judged<std::string> judge_title(std::string_view text);

/// The trimmed and title-cased genre: 1..50 code points, no NUL.
Judged<std::string> judge_genre(std::string_view text);

/// The same rules, but what they would tidy is kept as it stands; the length is that of all of it.
Judged<std::string> keep_title(std::string_view text);
Judged<std::string> keep_genre(std::string_view text);

/// The integer itself, if it lies within the bounds.
Judged<LaxInteger> judge_bounds(LaxInteger integer, Bounds bounds);

/// A year from what integer_from_text or integer_from_number made of it.
Judged<std::int32_t> judge_year(const Judged<LaxInteger>& integer);

/// An id that a film brings along: 1 or more.
Judged<std::int64_t> judge_id(const Judged<LaxInteger>& integer);

/// What a genre filter compares with: trimmed and title-cased, of any length. Empty: filters
/// nothing.
std::string genre_filter(std::string_view text);

}  // namespace movie
