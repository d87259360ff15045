#include "query.hpp"
#include "savepoint.hpp"
#include "session.hpp"

/// Creates that are remembered by a key.
namespace movie::sqlite {
namespace {

constexpr char kMemo[] =
    "SELECT film_id, title, year, genre, digest FROM movie_memo WHERE key = ?1 AND expires > ?2";
// One whose time is over makes room, for a younger one.
constexpr char kRemember[] =
    "INSERT OR REPLACE INTO movie_memo (key, digest, expires, film_id, title, year, genre) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
// Of the four oldest those past their time and those too many: never a walk, however many there
// are.
constexpr char kForget[] =
    "DELETE FROM movie_memo WHERE seq IN (SELECT seq FROM movie_memo ORDER BY seq LIMIT 4) "
    "AND (expires <= ?1 OR seq <= (SELECT max(seq) FROM movie_memo) - ?2)";

}  // namespace

sdk::Status Session::create_once(const sdk::Row& row, const sdk::Memo& memo, sdk::Operation& op) {
  if (const auto known = recall(memo, op)) return *known;
  Savepoint undo(*connection_, writes_.size() > 1);
  const std::int64_t id = insert(row);
  Query(*connection_, connection_->kept(kRemember))
      .bind(1, memo.key)
      .bind(2, memo.digest)
      .bind(3, memo.expires_s)
      .bind(4, id)
      .bind(5, row.title)
      .bind(6, row.year)
      .bind(7, row.genre)
      .step();
  Query(*connection_, connection_->kept(kForget))
      .bind(1, memo.now_s)
      .bind(2, at_most_int64(memo.most))
      .step();
  undo.keep();
  op.emit({id, row.title, row.year, row.genre});
  return MOVIE_OK;
}

/// What follows where the key is remembered already.
std::optional<sdk::Status> Session::recall(const sdk::Memo& memo, sdk::Operation& op) {
  Query query(*connection_, connection_->kept(kMemo));
  if (!query.bind(1, memo.key).bind(2, memo.now_s).step()) return std::nullopt;
  if (query.text(4) != memo.digest) return MOVIE_EXISTS;
  op.emit(row_of(query));
  op.count(1);
  return MOVIE_OK;
}

}  // namespace movie::sqlite
