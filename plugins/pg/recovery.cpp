#include "recovery.hpp"

#include <algorithm>

namespace movie::pg {
namespace {

void done(sdk::Operation& op, const sdk::Row& row) {
  op.emit(row);
  op.finish(MOVIE_OK);
}

/// The group created its films in their order, so their ids ascend in it. If one was changed since,
/// none is certain.
void recover_created(std::span<sdk::Operation* const> creates, const PGresult* rows) {
  if (static_cast<std::size_t>(PQntuples(rows)) != creates.size()) return;
  for (std::size_t at = 0; at < creates.size(); ++at) {
    if (!creates[at]->row().same_film(row_of(rows, static_cast<int>(at)))) return;
  }
  for (std::size_t at = 0; at < creates.size(); ++at)
    done(*creates[at], row_of(rows, static_cast<int>(at)));
}

void recover_updated(std::span<sdk::Operation* const> updates, const PGresult* rows) {
  for (int at = 0; at < PQntuples(rows); ++at) {
    const sdk::Row row = row_of(rows, at);
    const auto touches = [&](const sdk::Operation* op) { return op->id() == row.id; };
    // Of several changes to a film only the last one's row is there.
    if (std::count_if(updates.begin(), updates.end(), touches) != 1) continue;
    sdk::Operation& op = **std::find_if(updates.begin(), updates.end(), touches);
    op.code() == MOVIE_OP_UPDATE ? done(op, row) : op.finish(MOVIE_OK);
  }
}

}  // namespace

void recover_rows(Link& link, std::int64_t above, std::int32_t xact,
                  std::span<sdk::Operation* const> ops, Clock::time_point deadline) {
  std::vector<sdk::Operation*> creates, updates;
  std::vector<std::int64_t> ids;
  for (sdk::Operation* op : ops) {
    if (op->code() == MOVIE_OP_CREATE) creates.push_back(op);
    const bool updates_one = op->code() == MOVIE_OP_UPDATE && op->fields() != 0;
    if (updates_one || op->code() == MOVIE_OP_SET_KEY) {
      updates.push_back(op);
      ids.push_back(op->id());
    }
  }
  Group group(false);
  group.add(stmt::kCreatedBy, {above, xact});
  group.add(stmt::kWrittenBy, {id_array(ids), xact});
  if (link.ready(deadline) || link.run(group, deadline) || !group.done()) return;
  if (!creates.empty()) recover_created(creates, group.results[0].get());
  if (!updates.empty()) recover_updated(updates, group.results[1].get());
}

}  // namespace movie::pg
