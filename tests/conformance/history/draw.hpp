#pragma once

#include <filesystem>
#include <string>

#include "checker.hpp"

namespace movie::conformance::history {

/// The history as an SVG: a row a thread, a bar an operation, and below them what each said. Green
/// is the longest order found, with the place of each; red the event that no order lets follow.
/// Time is even: a column a start or end.
std::string drawn(const History& history, const Finding& finding);

/// The same in a file of its own. Where: $MOVIE_CONFORMANCE_PICTURES, or the temporary folder.
std::filesystem::path draw(const History& history, const Finding& finding, const std::string& name);

}  // namespace movie::conformance::history
