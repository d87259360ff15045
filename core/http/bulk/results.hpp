#pragma once

#include <memory>

#include "http/bulk/check.hpp"
#include "http/message.hpp"

namespace movie::http {

/// What became of each row of a body, in their order:
/// {"created":1,"refused":1,"results":[{"row":0,"id":17},{"row":1,"detail":[…]}]}
Response results_answer(std::unique_ptr<CheckedRows> rows);

}  // namespace movie::http
