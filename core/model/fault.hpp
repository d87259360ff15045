#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace movie {

/// What can be wrong with a value that a user sent. The names are the `type` of an item of a 422
/// answer.
enum class FaultType : std::uint8_t {
  missing,
  model_attributes_type,
  string_type,
  string_unicode,
  string_too_short,
  string_too_long,
  value_error,
  int_type,
  int_parsing,
  int_parsing_size,
  int_from_float,
  finite_number,
  greater_than_equal,
  less_than_equal,
  bool_parsing,
  literal_error,
  too_long,
};

/// Why a value was refused. `bound` is the limit that it broke: length or value; else 0. `detail`
/// is a literal: what a literal_error expected, or a value_error's reason. `given`: the length of a
/// list that is too_long.
struct Fault {
  FaultType type = FaultType::missing;
  std::int64_t bound = 0;
  std::string_view detail{};
  std::int64_t given = 0;

  bool operator==(const Fault&) const = default;
};

/// A value that keeps the field rules, or why it does not.
template <class T>
using Judged = tl::expected<T, Fault>;

/// "greater_than_equal"
std::string_view type_name(FaultType type) noexcept;

/// "Input should be greater than or equal to 1888": a sentence for people, in the API as in
/// reports.
std::string message(const Fault& fault);

/// One thing wrong with a film, for a report.
struct Problem {
  std::string_view
      field;           ///< "title", "year", "genre" or "id", a literal; empty: the film as a whole
  std::string reason;  ///< "Input should be a valid integer"
  FaultType type = FaultType::value_error;  ///< goes with the reason

  bool operator==(const Problem& other) const {
    return field == other.field && reason == other.reason;
  }
};

}  // namespace movie
