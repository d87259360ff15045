#pragma once

#include <functional>
#include <string>

#include "libpq.hpp"

namespace movie::pg {

/// Runs statements in the migration's transaction and returns the last one's result, as text.
/// Throws sdk::Failure.
using Query = std::function<Result(const std::string& statements)>;

/// Takes over a table `movies` that another program made, such as SQLModel, in place: its ids and
/// their sequence become BIGINT, its text compares by bytes. Returns what was done, empty if there
/// is no such table. Throws sdk::Failure, saying what differs, if it cannot be taken over.
std::string adopt(const Query& query);

}  // namespace movie::pg
