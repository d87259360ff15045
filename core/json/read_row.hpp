#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "json/python_reader.hpp"
#include "model/fault.hpp"
#include "model/movie.hpp"

namespace movie::json {

using Problems = std::vector<Problem>;
using RowRead = std::variant<MovieDraft, Problems, SyntaxError>;

/// One of many films, by the rules of read_draft: the film, what is wrong with it in the API's
/// words, or why it is no JSON, nested too deeply included. `whole`: see FieldReader. Any bytes at
/// all may come in.
RowRead read_row(std::string_view bytes, bool whole = false);

/// "JSON decode error: Expecting value (character 7)"; characters are counted from 1.
std::string describe(const SyntaxError& error);

}  // namespace movie::json
