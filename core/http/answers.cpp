#include "http/answers.hpp"

#include <utility>

#include "json/write.hpp"

namespace movie::http {

Response json_answer(int status, std::string body) {
  return {.status = status, .content_type = "application/json", .body = std::move(body)};
}

Response error_answer(int status, std::string_view detail) {
  return json_answer(status, json::error_body(detail));
}

Response error_answer(int status) { return error_answer(status, reason_phrase(status)); }

Response retry_later(Response response) {
  response.fields.emplace_back("Retry-After", "1");
  return response;
}

Response outcome_answer(Status status) {
  switch (status) {
    case Status::not_found:
      return error_answer(404, "Movie not found");
    case Status::busy:
    case Status::unavailable:
    case Status::timeout:
    case Status::full:
      return retry_later(error_answer(503));
    case Status::unknown:
      return error_answer(503, "outcome unknown");
    case Status::unsupported:
      return error_answer(501);
    default:  // a defect, of the plug-in or of ours; ok and unset have no business here
      return error_answer(500);
  }
}

}  // namespace movie::http
