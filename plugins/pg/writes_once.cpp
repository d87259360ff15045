#include <algorithm>
#include <array>

#include "writes.hpp"

/// Creates that are remembered by a key.
namespace movie::pg {
namespace stmt {
namespace {

constexpr Oid kInt8 = 20, kInt4 = 23, kText = 25;
constexpr std::array kRowMemo{kText, kInt4, kText, kText, kText, kText, kInt8, kInt8};
constexpr std::array kNowMostFew{kInt8, kInt8, kInt8};
constexpr std::array kOneText{kText};

}  // namespace

// Where the key is not remembered, an id is taken, then the key, then the film is made. Whoever
// waited for the key's other lane finds it remembered only in the row that the claim returns, for
// the statement began before. No row: the id was taken. The division ends what would leave a key
// without its film.
#define MOVIE_CLAIMED(column) \
#column " = CASE WHEN m.expires <= $7 THEN excluded." #column " ELSE m." #column " END"
const Statement kCreateOnce{
    "create_once",
    "WITH known AS MATERIALIZED (SELECT film_id, title, year, genre, digest FROM movie_memo "
    "WHERE key = $5 AND expires > $7), "
    "next AS MATERIALIZED (SELECT nextval(pg_get_serial_sequence('movies', 'id')) AS id "
    "WHERE NOT EXISTS (SELECT FROM known)), "
    "claim AS (INSERT INTO movie_memo AS m (key, digest, expires, film_id, title, year, genre) "
    "SELECT $5, $6, $8, id, $1, $2, $3 FROM next "
    "WHERE NOT EXISTS (SELECT FROM movies WHERE id = next.id) ON CONFLICT (key) DO UPDATE SET "
    MOVIE_CLAIMED(seq) ", " MOVIE_CLAIMED(digest) ", " MOVIE_CLAIMED(film_id) ", "
    MOVIE_CLAIMED(title) ", " MOVIE_CLAIMED(year) ", " MOVIE_CLAIMED(genre) ", "
    MOVIE_CLAIMED(expires) " RETURNING film_id, title, year, genre, digest), "
    "film AS (INSERT INTO movies (id, title, year, genre, title_key) "
    "SELECT id, $1, $2, $3, $4 FROM next JOIN claim ON film_id = id RETURNING id) "
    "SELECT film_id, title, year, genre, digest, CASE WHEN film_id = (SELECT id FROM next) "
    "THEN 1 / (SELECT count(*) FROM film) ELSE 0 END FROM claim "
    "UNION ALL SELECT *, 0 FROM known",
    kRowMemo};
#undef MOVIE_CLAIMED
// Of the few oldest those past their time and those too many: never a walk, however many there are.
// Nobody waits for another lane that does the same.
const Statement kForgetMemos{
    "forget_memos",
    "DELETE FROM movie_memo WHERE seq IN (SELECT seq FROM movie_memo WHERE seq IN "
    "(SELECT seq FROM movie_memo ORDER BY seq LIMIT $3) AND "
    "(expires <= $1 OR seq <= (SELECT max(seq) FROM movie_memo) - $2) FOR UPDATE SKIP LOCKED)",
    kNowMostFew};
const Statement kMemo{
    "", "SELECT film_id, title, year, genre, digest FROM movie_memo WHERE key = $1", kOneText};

}  // namespace stmt
namespace {

constexpr std::int64_t kForgottenEach = 4;

}  // namespace

bool Writes::is_once(const Task& task) {
  return task.op->code() == MOVIE_OP_CREATE && task.op->requires_bit(MOVIE_MEMO);
}

sdk::Status Writes::create_once(const sdk::Row& row, const sdk::Memo& memo, sdk::Operation& op) {
  stage(op, stmt::kCreateOnce,
        {row.title, row.year, row.genre, row.title_key, memo.key, memo.digest, memo.now_s,
         memo.expires_s});
  return MOVIE_UNSET;
}

/// Removes a few old memos for each that was made.
void Writes::forget(Group& group, const sdk::Memo& memo, std::size_t created) {
  const auto most = static_cast<std::int64_t>(std::min<std::uint64_t>(memo.most, INT64_MAX));
  group.add(stmt::kForgetMemos,
            {memo.now_s, most, kForgottenEach * static_cast<std::int64_t>(created)});
}

/// No row: the id that was next is taken.
void Writes::deliver_once(Task& task, const PGresult* result) {
  if (PQntuples(result) == 0) return mend(task);
  created_once(*task.op, result);
}

void Writes::created_once(sdk::Operation& op, const PGresult* result) {
  if (text_of(result, 0, 4) != op.memo()->digest) return op.finish(MOVIE_EXISTS);
  const bool is_new = int_of(result, 0, 5) != 0;
  if (is_new) return created(op, row_of(result, 0));
  op.emit(row_of(result, 0));
  op.count(1);
  op.finish(MOVIE_OK);
}

}  // namespace movie::pg
