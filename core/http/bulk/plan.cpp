#include "http/bulk/plan.hpp"

#include <string>
#include <utility>

#include "http/answers.hpp"
#include "http/bulk/request.hpp"
#include "http/target.hpp"

namespace movie::http {

Result<BodyPlan> plan_bulk_body(const Request& head, bool creates_many, Spools& spools) {
  std::string buffer;
  if (head.method != "POST" || decoded(Target::split(head.target).path, buffer) != kBulkPath)
    return BodyPlan{};
  auto asked = read_bulk_request(head);
  if (!asked) return BodyPlan{.answer = std::move(asked.error())};
  if (!creates_many) return BodyPlan{.answer = outcome_answer(Status::unsupported)};
  return spools.open(asked->partial).map([](auto spool) { return BodyPlan{.sink = std::move(spool)}; });
}

}  // namespace movie::http
