#include "long_list.hpp"

#include "list_statement.hpp"

namespace movie::pg {
namespace {

/// False: that was the last chunk, or the host has enough.
bool deliver(sdk::Operation& op, const PGresult* chunk) {
  const int rows = PQntuples(chunk);
  for (int row = 0; row < rows; ++row) {
    if (!op.emit(row_of(chunk, row))) return false;
  }
  return static_cast<std::uint64_t>(rows) == kChunk;
}

/// Everything up to the first chunk in one turn, once more if the connection broke before it came.
Fault open(Link& link, sdk::Operation& op, Group& group) {
  Fault fault;
  for (int attempt = 0; attempt < 2; ++attempt) {
    group.renew();
    fault = link.ready(op.deadline());
    if (!fault) fault = link.turn(group, op.deadline());
    if (!fault || fault.status == MOVIE_TIMEOUT) break;
  }
  return fault ? fault : group.fault;
}

Fault fetch(Link& link, sdk::Operation& op, Group& group) {
  group = Group(false);
  group.add(stmt::kFetch);
  if (Fault fault = link.turn(group, op.deadline())) return fault;
  return group.fault;
}

Fault run(Link& link, sdk::Operation& op) {
  const sdk::Query query = op.query();
  const ListStatement total(query, ListForm::total), cursor(query, ListForm::cursor);
  const std::string timeout = link.statement_timeout(op.deadline());
  Group group(false);
  group.add(stmt::kBeginReading);
  group.sorts = true;
  group.limit_time(timeout);
  if (op.wants_total()) group.steps.push_back(total.step());
  const std::size_t counted = group.steps.size() - 1;
  group.steps.push_back(cursor.step());
  group.add(stmt::kFetch);
  Fault fault = open(link, op, group);
  if (!fault && op.wants_total()) op.count(int_of(group.results[counted].get(), 0, 0));
  while (!fault && deliver(op, group.results.back().get())) fault = fetch(link, op, group);
  return fault;
}

}  // namespace

void long_list(Link& link, sdk::Operation& op) {
  const Fault fault = run(link, op);
  link.end_reading();
  op.finish(fault.status, fault.message, fault.native());
}

}  // namespace movie::pg
