#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace movie {

/// A film as the catalogue holds it. Text is UTF-8 without NUL.
struct Movie {
  std::int64_t id = 0;
  std::string title;
  std::int32_t year = 0;
  std::string genre;

  bool operator==(const Movie&) const = default;
};

/// The same, borrowed: valid only as long as whoever handed it out says.
struct MovieView {
  std::int64_t id = 0;
  std::string_view title;
  std::int32_t year = 0;
  std::string_view genre;
};

/// A whole film before it is in the catalogue; its values have passed the field rules
/// (model/fields.hpp).
struct MovieDraft {
  std::string title;
  std::int32_t year = 0;
  std::string genre;
  std::int64_t id = 0;  ///< the one that it brings along; 0: the store gives one

  bool operator==(const MovieDraft&) const = default;
};

/// The fields a change names; their values have passed the field rules. None at all is a valid
/// change.
struct MoviePatch {
  std::optional<std::string> title;
  std::optional<std::int32_t> year;
  std::optional<std::string> genre;

  bool operator==(const MoviePatch&) const = default;
};

}  // namespace movie
