#include "recovery.hpp"

#include <algorithm>

namespace movie::pg {
namespace {

void done(sdk::Operation& op, const sdk::Row& row) {
  op.emit(row);
  op.finish(MOVIE_OK);
}

bool holds(const PGresult* films, std::int64_t id) {
  for (int at = 0; at < PQntuples(films); ++at) {
    if (int_of(films, at, 0) == id) return true;
  }
  return false;
}

/// A key's memo tells what its create has come to: made by this group, whose films are `films`, or
/// before. `ids`: of films made with a key, so far.
void recover_once(sdk::Operation& op, const PGresult* memo, const PGresult* films,
                  std::vector<std::int64_t>& ids) {
  if (PQntuples(memo) == 0) return;
  const sdk::Row row = row_of(memo, 0);
  const bool is_new = holds(films, row.id) && std::ranges::find(ids, row.id) == ids.end();
  ids.push_back(row.id);
  if (text_of(memo, 0, 4) != op.memo()->digest) return op.finish(MOVIE_EXISTS);
  if (!is_new) op.count(1);
  done(op, row);
}

/// The group created its films in their order, so their ids ascend in it. If one was changed since,
/// none is certain. `others`: films that were created with a key.
void recover_created(std::span<sdk::Operation* const> creates, const PGresult* rows,
                     const std::vector<std::int64_t>& others) {
  std::vector<sdk::Row> films;
  for (int at = 0; at < PQntuples(rows); ++at) {
    const sdk::Row film = row_of(rows, at);
    if (std::ranges::find(others, film.id) == others.end()) films.push_back(film);
  }
  const bool same = std::ranges::equal(
      creates, films,
      [](const sdk::Operation* op, const sdk::Row& film) { return op->row().same_film(film); });
  for (std::size_t at = 0; same && at < creates.size(); ++at) done(*creates[at], films[at]);
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
  std::vector<sdk::Operation*> once, creates, updates;
  std::vector<std::int64_t> ids, made;
  for (sdk::Operation* op : ops) {
    if (op->code() == MOVIE_OP_CREATE) (op->memo() ? once : creates).push_back(op);
    const bool updates_one = op->code() == MOVIE_OP_UPDATE && op->fields() != 0;
    if (updates_one || op->code() == MOVIE_OP_SET_KEY) {
      updates.push_back(op);
      ids.push_back(op->id());
    }
  }
  Group group(false);
  group.add(stmt::kCreatedBy, {above, xact});
  group.add(stmt::kWrittenBy, {id_array(ids), xact});
  for (const sdk::Operation* op : once) group.add(stmt::kMemo, {op->memo()->key});
  if (link.ready(deadline) || link.run(group, deadline) || !group.done()) return;
  for (std::size_t at = 0; at < once.size(); ++at)
    recover_once(*once[at], group.results[2 + at].get(), group.results[0].get(), made);
  if (!creates.empty()) recover_created(creates, group.results[0].get(), made);
  if (!updates.empty()) recover_updated(updates, group.results[1].get());
}

}  // namespace movie::pg
