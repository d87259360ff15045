#pragma once

#include "http/bulk/spool.hpp"
#include "http/server.hpp"

namespace movie::http {

/// A POST /movies/bulk is judged by its fields, and its body spooled; of other requests nothing is
/// said. `creates_many`: the store can. Fails where a body cannot be spooled now.
Result<BodyPlan> plan_bulk_body(const Request& head, bool creates_many, Spools& spools);

}  // namespace movie::http
