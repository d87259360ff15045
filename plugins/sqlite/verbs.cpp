#include <algorithm>
#include <array>

#include "query.hpp"
#include "savepoint.hpp"
#include "session.hpp"
#include "store.hpp"
#include "text.hpp"

/// What each verb says to SQLite.
namespace movie::sqlite {
namespace {

constexpr char kAny[] = "SELECT 1 FROM movies LIMIT 1";
constexpr char kInsert[] =
    "INSERT INTO movies (title, year, genre, title_key) VALUES (?1, ?2, ?3, ?4)";
constexpr char kInsertKept[] =
    "INSERT INTO movies (title, year, genre, title_key, id) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT DO NOTHING";
// SQLite gives the id above both the highest there is and sqlite_sequence, which has no row before
// the first film.
constexpr char kLastId[] =
    "SELECT max(coalesce((SELECT max(id) FROM movies), 0), "
    "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'movies'), 0))";
constexpr char kForgetSequence[] = "DELETE FROM sqlite_sequence WHERE name = 'movies'";
constexpr char kSetSequence[] = "INSERT INTO sqlite_sequence (name, seq) VALUES ('movies', ?1)";
constexpr char kRemove[] = "DELETE FROM movies WHERE id = ?1";

// A key that differs from the one before, by a blank at its end that no word can hold: what is left
// as it was belongs to the title before, and a trigger takes it away (migrations/0002).
#define MOVIE_SET_TITLE \
  "title = ?2, title_key = CASE WHEN title_key = ?5 THEN ?5 || ' ' ELSE ?5 END"
// By MOVIE_TITLE | MOVIE_YEAR | MOVIE_GENRE.
#define MOVIE_SET(members) \
  "UPDATE movies SET " members " WHERE id = ?1 RETURNING id, title, year, genre"
constexpr std::array<const char*, 8> kUpdate = {
    kGet,
    MOVIE_SET(MOVIE_SET_TITLE),
    MOVIE_SET("year = ?3"),
    MOVIE_SET(MOVIE_SET_TITLE ", year = ?3"),
    MOVIE_SET("genre = ?4"),
    MOVIE_SET(MOVIE_SET_TITLE ", genre = ?4"),
    MOVIE_SET("year = ?3, genre = ?4"),
    MOVIE_SET(MOVIE_SET_TITLE ", year = ?3, genre = ?4"),
};
#undef MOVIE_SET
#undef MOVIE_SET_TITLE

}  // namespace

/// Whatever another program stored becomes a row: no text is "", no number 0.
sdk::Row Session::row_of(const Query& query) {
  constexpr std::int64_t kLowest = std::numeric_limits<std::int32_t>::min();
  constexpr std::int64_t kHighest = std::numeric_limits<std::int32_t>::max();
  return {query.integer(0), readable(query.text(1), title_),
          static_cast<std::int32_t>(std::clamp(query.integer(2), kLowest, kHighest)),
          readable(query.text(3), genre_)};
}

sdk::Status Session::get(std::int64_t id, sdk::Operation& op) {
  Query query(*connection_, connection_->kept(kGet));
  if (!query.bind(1, id).step()) return MOVIE_NOT_FOUND;
  op.emit(row_of(query));
  return MOVIE_OK;
}

sdk::Status Session::ping(sdk::Operation& op) {
  if (op.no_wait()) return MOVIE_AGAIN;
  step(kAny);
  store_.check_room();
  // Under load, or behind a CREATE_MANY, the lock would have to be waited for, and the writer
  // itself shows that writing works.
  if (!store_.writing_works()) {
    begin_writing();
    connection_->rollback();
  }
  return MOVIE_OK;
}

std::int64_t Session::insert(const sdk::Row& row) {
  Query query(*connection_, connection_->kept(kInsert));
  query.bind(1, row.title).bind(2, row.year).bind(3, row.genre).bind(4, row.title_key).step();
  return sqlite3_last_insert_rowid(connection_->handle());
}

/// With the row's own id; false: it is taken.
bool Session::insert_kept(const sdk::Row& row) {
  Query query(*connection_, connection_->kept(kInsertKept));
  query.bind(1, row.title).bind(2, row.year).bind(3, row.genre).bind(4, row.title_key);
  query.bind(5, row.id).step();
  return sqlite3_changes(connection_->handle()) == 1;
}

sdk::Status Session::create(const sdk::Row& row, sdk::Operation& op) {
  if (const auto memo = op.memo()) return create_once(row, *memo, op);
  op.emit({insert(row), row.title, row.year, row.genre});
  return MOVIE_OK;
}

/// Whether the film is what is expected, compared as it is emitted: one with text that is no UTF-8
/// is not so in the store.
sdk::Status Session::compare(std::int64_t id, sdk::Operation& op) {
  const auto expected = op.expected();
  if (!expected) return MOVIE_OK;
  Query query(*connection_, connection_->kept(kGet));
  if (!query.bind(1, id).step()) return MOVIE_NOT_FOUND;
  const sdk::Row row = row_of(query);
  if (row.same_film(*expected)) return MOVIE_OK;
  op.emit(row);
  return MOVIE_CONFLICT;
}

sdk::Status Session::update(std::int64_t id, const sdk::Row& row, std::uint64_t fields,
                            sdk::Operation& op) {
  if (const sdk::Status status = compare(id, op); status != MOVIE_OK) return status;
  Query query(*connection_, connection_->kept(kUpdate[fields]));
  query.bind(1, id);
  if ((fields & MOVIE_TITLE) != 0) query.bind(2, row.title).bind(5, row.title_key);
  if ((fields & MOVIE_YEAR) != 0) query.bind(3, row.year);
  if ((fields & MOVIE_GENRE) != 0) query.bind(4, row.genre);
  if (!query.step()) return MOVIE_NOT_FOUND;
  op.emit(row_of(query));
  query.step();
  return MOVIE_OK;
}

sdk::Status Session::remove(std::int64_t id, sdk::Operation& op) {
  if (const sdk::Status status = compare(id, op); status != MOVIE_OK) return status;
  Query(*connection_, connection_->kept(kRemove)).bind(1, id).step();
  return sqlite3_changes(connection_->handle()) == 0 ? MOVIE_NOT_FOUND : MOVIE_OK;
}

sdk::Status Session::create_many(sdk::Operation& op) {
  if (op.requires_bit(MOVIE_IF_EMPTY) && Query(*connection_, connection_->kept(kAny)).step()) {
    return MOVIE_EXISTS;
  }
  Savepoint undo(*connection_, writes_.size() > 1);
  std::int64_t rows = 0;
  for (sdk::Row row; op.next(row); ++rows) {
    std::int64_t id = row.id;
    if (!op.requires_bit(MOVIE_KEEP_ID)) {
      id = insert(row);
    } else if (!insert_kept(row)) {
      return MOVIE_EXISTS;
    }
    op.emit({id, row.title, row.year, row.genre});
  }
  undo.keep();
  op.count(rows);
  return MOVIE_OK;
}

sdk::Status Session::next_id(std::int64_t id, sdk::Operation& op) {
  std::int64_t last = 0;
  {
    Query query(*connection_, connection_->kept(kLastId));
    query.step();
    last = query.integer(0);
  }
  if (id > 0 && id - 1 > last) {
    last = id - 1;
    Savepoint undo(*connection_, writes_.size() > 1);
    step(kForgetSequence);
    Query(*connection_, connection_->kept(kSetSequence)).bind(1, last).step();
    undo.keep();
  }
  op.count(last == INT64_MAX ? 0 : last + 1);
  return MOVIE_OK;
}

sdk::Status Session::clear(sdk::Operation& op) {
  Savepoint undo(*connection_, writes_.size() > 1);
  step("DELETE FROM movies");
  op.count(sqlite3_changes64(connection_->handle()));
  step(kForgetSequence);
  step("DELETE FROM movie_memo");  // their ids will be others'
  undo.keep();
  return MOVIE_OK;
}

}  // namespace movie::sqlite
