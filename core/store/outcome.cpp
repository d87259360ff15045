#include "store/outcome.hpp"

#include <fmt/format.h>

#include <cstring>
#include <string>
#include <string_view>

#include "store/contract.hpp"

namespace movie::store {
namespace {

/// Whether the contract lets this operation end like that.
bool fits(const Operation& operation, Status status, bool no_wait) {
  const Verb verb = operation.verb;
  switch (status) {
    case Status::not_found:
      return verb == Verb::get || verb == Verb::update || verb == Verb::remove ||
             verb == Verb::set_key;
    case Status::conflict:
      return operation.expect.has_value();
    case Status::exists:
      return (verb == Verb::create_many && (operation.if_empty || operation.keep_ids)) ||
             (verb == Verb::create && operation.memo);
    case Status::again:
      return no_wait;
    case Status::unknown:
      return operation.writes();
    default:
      return true;
  }
}

bool needs_row(Verb verb) {
  return verb == Verb::get || verb == Verb::create || verb == Verb::update;
}

/// The plug-in's own message, which may lack its end, and its backend's code.
std::string own_message(const movie_result& result) {
  return with_native({result.message, ::strnlen(result.message, result.message_size)},
                     result.native);
}

void fault(Operation& operation, Status status, std::string_view what, std::string_view own) {
  operation.status = status;
  operation.message = own.empty() ? std::string(what) : fmt::format("{} ({})", what, own);
}

/// What is wrong with an operation that the plug-in calls done; empty: nothing.
std::string_view defect(const Operation& operation, const movie_result& result,
                        const RowDoor& door) {
  if (needs_row(operation.verb) && door.rows() == 0) return "the plug-in says OK without a row";
  if (result.count < 0) return "the plug-in says OK with a negative count";
  if (operation.verb == Verb::create_many && operation.rows != nullptr && !door.has_enough() &&
      static_cast<std::uint64_t>(result.count) != door.rows()) {
    return "the plug-in says OK with another number of rows than it emitted";
  }
  if (operation.verb == Verb::list && operation.query.total &&
      static_cast<std::uint64_t>(result.count) < door.rows()) {
    return "the plug-in says OK with a total of fewer rows than it emitted";
  }
  return {};
}

}  // namespace

void settle(Operation& operation, const movie_result& result, std::int32_t returned,
            const RowDoor& door, bool no_wait) {
  Status status = as_status(result.status);
  if (status == Status::unset) status = as_status(returned);
  if (status == Status::unset || (result.status == MOVIE_UNSET && status == Status::ok)) {
    return fault(operation, unsaid(operation), "the plug-in left no result", own_message(result));
  }
  if (!fits(operation, status, no_wait)) {
    return fault(operation, Status::internal,
                 fmt::format("the plug-in ended with status {}", static_cast<int>(status)),
                 own_message(result));
  }
  if (status == Status::again && door.rows() > 0) {
    return fault(operation, Status::internal,
                 "the plug-in emitted rows, then wants to be called again", own_message(result));
  }
  if (door.verdict() == Status::invalid) {  // the program's own source of rows failed
    operation.status = status == Status::ok ? Status::internal : Status::invalid;
    operation.message = door.complaint();
    return;
  }
  if (status == Status::conflict && door.rows() == 0) {
    return fault(operation, Status::internal, "the plug-in says CONFLICT without a row",
                 own_message(result));
  }
  if (status == Status::ok) {
    if (door.verdict() != Status::ok) return fault(operation, door.verdict(), door.complaint(), {});
    if (const std::string_view what = defect(operation, result, door); !what.empty()) {
      return fault(operation, Status::internal, what, own_message(result));
    }
    operation.count = result.count;
  }
  operation.status = status;
  operation.message = status == Status::ok ? std::string() : own_message(result);
}

}  // namespace movie::store
