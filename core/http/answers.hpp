#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"
#include "model/result.hpp"

namespace movie::http {

Response json_answer(int status, std::string body);

/// {"detail":"<detail>"}
Response error_answer(int status, std::string_view detail);

/// {"detail":"<reason phrase>"}.
Response error_answer(int status);

/// Adds Retry-After: trying again soon may help.
Response retry_later(Response response);

/// The answer to an operation that did not end ok. Its text never comes from the store.
Response outcome_answer(Status status);

}  // namespace movie::http
