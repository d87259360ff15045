#pragma once

#include <optional>
#include <string_view>

#include "json/faults.hpp"
#include "model/movie.hpp"

namespace movie::json {

/// A request's body as it came, and whether its Content-Type calls it JSON.
struct Body {
  std::string_view bytes;
  bool declared_json = true;
  /// How deeply arrays and objects may be nested; beyond it the body counts as unreadable.
  std::size_t max_depth = 512;
};

/// A whole film; every field must be there. Nothing if a fault was added. Unknown fields are
/// ignored, of a field given twice the last counts. Any bytes at all may come in.
std::optional<MovieDraft> read_draft(const Body& body, Faults& faults);

/// The fields to change; the same, but none must be there.
std::optional<MoviePatch> read_patch(const Body& body, Faults& faults);

}  // namespace movie::json
