#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/fault.hpp"
#include "model/fields.hpp"

namespace movie::json {

/// Where a value stood: {"query", "skip"} or {"body", "year"}; {"body", ""} is the body itself.
struct Place {
  std::string_view part, name;
};

/// Everything wrong with one request, gathered in the order path, query, body, and the answer that
/// says so: 422, or 400 for a body that is no text. A body that cannot be parsed hides all other
/// faults.
class Faults {
 public:
  /// `input` is the value as JSON.
  void add(Place place, const Fault& fault, std::string_view input);
  /// `input` is text, to become a JSON string.
  void add_text(Place place, const Fault& fault, std::string_view input);
  /// What is wrong with a row of a body that holds many, from 0 on.
  void add_problem(std::uint64_t row, const Problem& problem);
  /// The body is not JSON: where, in code points, and why. Nothing may be added afterwards.
  void add_invalid_json(std::size_t position, std::string_view reason);
  /// The body is not UTF-8, or nested too deeply. Nothing may be added afterwards.
  void add_unreadable_body();

  [[nodiscard]] bool any() const { return !items_.empty() || unreadable_; }
  /// 422 or 400.
  [[nodiscard]] int status() const { return unreadable_ ? 400 : 422; }
  /// Those of the detail, parted by commas.
  [[nodiscard]] std::string_view items() const { return items_; }
  /// {"detail":[{"type":…,"loc":…,"msg":…,"input":…},…]}
  [[nodiscard]] std::string body() const;

 private:
  std::string items_;
  bool unreadable_ = false;
};

/// An integer from the path or the query string, percent-decoded; nothing if a fault was added.
/// Bytes that are not UTF-8 are echoed as U+FFFD.
std::optional<LaxInteger> read_integer(std::string_view text, Place place, Bounds bounds,
                                       Faults& faults);

}  // namespace movie::json
