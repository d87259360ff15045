#include "http/bulk/plan.hpp"

#include <string>
#include <utility>

#include "http/answers.hpp"
#include "http/bulk/request.hpp"
#include "http/target.hpp"

namespace movie::http {

BodyPlan plan_bulk_body(const Request& head, bool creates_many, Spools& spools) {
  std::string buffer;
  if (head.method != "POST" || decoded(Target::split(head.target).path, buffer) != kBulkPath)
    return {};
  auto asked = read_bulk_request(head);
  if (!asked) return {.answer = std::move(asked.error())};
  if (!creates_many) return {.answer = outcome_answer(Status::unsupported)};
  if (auto spool = spools.open()) return {.sink = std::move(spool)};
  return {.answer = outcome_answer(Status::busy)};
}

}  // namespace movie::http
