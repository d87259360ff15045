// What follows an operation's outcome.
#include "http/answers.hpp"
#include "http/call.hpp"
#include "log/log.hpp"

namespace movie::http {
namespace {

log::Level severity(Status status) {
  switch (status) {
    case Status::busy:
    case Status::timeout:
      return log::Level::debug;  // load; under it a line a request would only add to it
    case Status::unavailable:
    case Status::full:
    case Status::unknown:
      return log::Level::warning;
    default:
      return log::Level::error;
  }
}

/// Tells the operator what the client is not told.
void log_failure(const Question& question) {
  log::record(severity(question.status), "store: {}: {} {}", name_of(question.status),
              question.message, question.trace);
}

/// The statuses that an answer may have without anything being wrong.
bool is_told(Status status) {
  return status == Status::not_found || status == Status::conflict || status == Status::exists;
}

}  // namespace

Response Question::failed() { return outcome_answer(status); }

Reply outcome(Question& question) {
  if (question.status == Status::ok) return question.succeeded();
  if (!is_told(question.status)) log_failure(question);
  return question.failed();
}

}  // namespace movie::http
