#include "statements.hpp"

#include <array>

namespace movie::pg {
namespace stmt {
namespace {

constexpr Oid kInt8 = 20, kInt4 = 23, kText = 25, kXid = 28, kInt4s = 1007, kTexts = 1009,
              kInt8s = 1016;

constexpr std::array kId{kInt8};
constexpr std::array kIds{kInt8s};
constexpr std::array kSkipsLimits{kInt8s, kInt8s};
constexpr std::array kIdAndCount{kInt8, kInt8};
constexpr std::array kFirstFilmsOfGenre{kInt8, kInt8, kText};
constexpr std::array kPage{kInt8, kInt8, kInt8};
constexpr std::array kPageOfGenre{kInt8, kInt8, kInt8, kText};
constexpr std::array kRow{kText, kInt4, kText, kText};
constexpr std::array kIdRow{kInt8, kText, kInt4, kText, kText};
constexpr std::array kIdRowExpected{kInt8, kText, kInt4, kText, kText, kText, kInt4, kText};
constexpr std::array kRows{kTexts, kInt4s, kTexts, kTexts};
constexpr std::array kRowsWithIds{kTexts, kInt4s, kTexts, kTexts, kInt8s};
constexpr std::array kKey{kInt8, kText, kText};
constexpr std::array kLaneTurn{kInt8, kInt8, kText};
constexpr std::array kAfterBy{kInt8, kXid};
constexpr std::array kAmongBy{kInt8s, kXid};
constexpr std::array kOneText{kText};
constexpr std::array kTwoTexts{kText, kText};

}  // namespace

const Statement kGet{"get", "SELECT id, title, year, genre FROM movies WHERE id = $1", kId};
// Of many: a look-up each, whatever the planner thinks of the table's size, in one run of the
// executor. n: which of them.
const Statement kGetMany{
    "get_many",
    "SELECT film.id, title, year, genre, n FROM unnest($1) WITH ORDINALITY AS wanted (id, n) "
    "CROSS JOIN LATERAL (SELECT id, title, year, genre FROM movies WHERE id = wanted.id LIMIT 1) "
    "AS film",
    kIds};
// Up to a hundred films, which the plan can count on: so it is made once, and costs as much as any
// that would be made for the page's own size, which takes as long as the page.
const Statement kFirst{
    "first",
    "SELECT id, title, year, genre FROM (SELECT id, title, year, genre FROM movies WHERE id > $1 "
    "ORDER BY id LIMIT 100) AS film ORDER BY id LIMIT $2",
    kIdAndCount};
// Why not =: places.cpp.
const Statement kFirstOfGenre{
    "first_of_genre",
    "SELECT id, title, year, genre FROM (SELECT id, title, year, genre FROM movies WHERE "
    "(genre, id) > ($3, $1) AND genre <= $3 ORDER BY genre, id LIMIT 100) AS film "
    "ORDER BY genre, id LIMIT $2",
    kFirstFilmsOfGenre};
const Statement kList{
    "list",
    "SELECT id, title, year, genre FROM movies WHERE id > $1 ORDER BY id OFFSET $2 LIMIT $3",
    kPage};
// Several pages in one walk over the index: $1 holds how far each begins behind the one before, $2
// their limits. Rows that are passed over are not fetched, and passed over once for all.
const Statement kPages{
    "pages",
    "WITH RECURSIVE page (n, first) AS ("
    "SELECT 1, (SELECT id FROM movies WHERE id > 0 ORDER BY id OFFSET $1[1] LIMIT 1) "
    "UNION ALL SELECT n + 1, (SELECT id FROM movies WHERE id >= page.first ORDER BY id "
    "OFFSET $1[n + 1] LIMIT 1) FROM page WHERE n < cardinality($1)) "
    "SELECT film.id, title, year, genre, n FROM page CROSS JOIN LATERAL (SELECT id, title, year, "
    "genre FROM movies WHERE id >= page.first ORDER BY id LIMIT $2[n]) AS film ORDER BY n, film.id",
    kSkipsLimits};
// The last film of a hop.
const Statement kHop{"hop", "SELECT id FROM movies WHERE id > $1 ORDER BY id OFFSET $2 LIMIT 1",
                     kIdAndCount};
// Skip and limit together are at most a thousand, which the plan can count on. Why not =:
// places.cpp.
const Statement kListOfGenre{
    "list_of_genre",
    "SELECT id, title, year, genre FROM (SELECT id, title, year, genre FROM movies WHERE "
    "(genre, id) > ($4, $1) AND genre <= $4 ORDER BY genre, id LIMIT 1000) AS film "
    "ORDER BY genre, id OFFSET $2 LIMIT $3",
    kPageOfGenre};
// No row: another program gave the id that was next, without the sequence.
const Statement kCreate{"create",
                        "INSERT INTO movies (title, year, genre, title_key) VALUES ($1, $2, $3, "
                        "$4) ON CONFLICT DO NOTHING "
                        "RETURNING id, title, year, genre",
                        kRow};
// In the order given; a row fewer for each id that was taken.
const Statement kCreateAll{
    "create_all",
    "INSERT INTO movies (title, year, genre, title_key) SELECT * FROM unnest($1, $2, $3, $4) "
    "ON CONFLICT DO NOTHING RETURNING id, title, year, genre",
    kRows};
// A key that stayed as it was would look as if another program had changed the title alone, which
// empties it: a blank at its end, which no search can ask for, tells the two apart.
const Statement kUpdate{
    "update",
    "UPDATE movies SET title = coalesce($2, title), year = coalesce($3, year), "
    "genre = coalesce($4, genre), title_key = CASE WHEN $2 IS NULL THEN title_key "
    "WHEN title_key = $5 THEN $5 || ' ' ELSE $5 END "
    "WHERE id = $1 RETURNING id, title, year, genre",
    kIdRow};
// Locked first, so that it is the film as it is now that is compared; it comes along, with 0, where
// it is another.
#define MOVIE_EXPECTED(change, joined)                                                          \
  "WITH found AS MATERIALIZED (SELECT id, title, year, genre FROM movies WHERE id = $1 FOR "    \
  "UPDATE), done AS (" change " " joined                                                        \
  " found WHERE m.id = found.id AND found.title = $6 AND found.year = $7 AND found.genre = $8 " \
  "RETURNING m.id, m.title, m.year, m.genre) SELECT id, title, year, genre, 1::int8 FROM done " \
  "UNION ALL SELECT id, title, year, genre, 0::int8 FROM found WHERE NOT EXISTS (SELECT FROM "  \
  "done)"
const Statement kUpdateExpected{
    "update_expected",
    MOVIE_EXPECTED("UPDATE movies AS m SET title = coalesce($2, m.title), "
                   "year = coalesce($3, m.year), genre = coalesce($4, m.genre), "
                   "title_key = CASE WHEN $2 IS NULL THEN m.title_key "
                   "WHEN m.title_key = $5 THEN $5 || ' ' ELSE $5 END",
                   "FROM"),
    kIdRowExpected};
const Statement kRemoveExpected{"remove_expected",
                                MOVIE_EXPECTED("DELETE FROM movies AS m", "USING"), kIdRowExpected};
#undef MOVIE_EXPECTED
const Statement kRemove{"remove", "DELETE FROM movies WHERE id = $1 RETURNING id", kId};
// One at a time: an UPDATE of several takes its rows in no order, and lanes then wait in a circle.
const Statement kSetKey{
    "set_key", "UPDATE movies SET title_key = $3 WHERE id = $1 AND title = $2 RETURNING id", kKey};
const Statement kKeyVersion{
    "",
    "WITH record AS (INSERT INTO movie_setting (name, value) SELECT 'title_key', $1 WHERE $1 <> 0 "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value) "
    "SELECT coalesce(max(value), 0) FROM movie_setting WHERE name = 'title_key'",
    kId};
const Statement kPing{"ping", "SELECT current_setting('transaction_read_only')", {}};

const Statement kLock{"", "LOCK TABLE movies IN SHARE ROW EXCLUSIVE MODE", {}};
// At once, for a lock that is raised later can deadlock; in the order in which kCreateOnce takes
// them.
const Statement kLockAll{"", "LOCK TABLE movie_memo, movies IN ACCESS EXCLUSIVE MODE", {}};
const Statement kAnyFilm{"", "SELECT 1 FROM movies LIMIT 1", {}};
const Statement kCreateMany{
    "create_many",
    "INSERT INTO movies (title, year, genre, title_key) SELECT * FROM unnest($1, $2, $3, $4) "
    "RETURNING id",
    kRows};
// Rows fewer for ids that are taken.
const Statement kKeepMany{
    "",
    "INSERT INTO movies (title, year, genre, title_key, id) SELECT * FROM unnest($1, $2, $3, $4, "
    "$5) ON CONFLICT DO NOTHING RETURNING id",
    kRowsWithIds};
const Statement kCount{"", "SELECT count(*) FROM movies", {}};
const Statement kTruncate{"", "TRUNCATE movies, movie_memo RESTART IDENTITY", {}};
const Statement kSequenceIsBehind{
    "",
    "SELECT CASE WHEN coalesce(max(id), 0) > coalesce(pg_sequence_last_value("
    "pg_get_serial_sequence('movies', 'id')::regclass), 0) THEN 1::int8 ELSE 0::int8 END "
    "FROM movies",
    {}};
const Statement kMendSequence{
    "",
    "SELECT setval(pg_get_serial_sequence('movies', 'id'), "
    "greatest(nextval(pg_get_serial_sequence('movies', 'id')), (SELECT max(id) FROM movies)))",
    {}};
// Under kLock, which keeps away whoever would take an id. The sequence cannot stand at 0: there it
// has given nothing yet.
const Statement kRaiseSequence{
    "",
    "SELECT CASE WHEN setval(sequence, greatest(last, 1), last > 0) = 9223372036854775807 THEN 0 "
    "ELSE last + 1 END FROM (SELECT sequence, greatest($1 - 1, coalesce(pg_sequence_last_value("
    "sequence), 0), (SELECT coalesce(max(id), 0) FROM movies)) AS last FROM "
    "(SELECT pg_get_serial_sequence('movies', 'id')::regclass AS sequence) AS named) AS raised",
    kId};

// A group's first statement, so that what became of a group whose answer was lost can be asked. If
// the lane's row is gone, the group has been given up meanwhile: the division by zero ends it.
const Statement kMark{
    "mark",
    "WITH mark AS (UPDATE movie_lane SET turn = $2, xact = pg_current_xact_id()::xid, seen = now() "
    "WHERE lane = $1 RETURNING 1) "
    "SELECT 1 / count(*), CASE WHEN $3 <> '' THEN set_config('statement_timeout', $3, true) END "
    "FROM mark",
    kLaneTurn};
const Statement kEnterLane{"", "INSERT INTO movie_lane (lane, turn) VALUES ($1, 0)", kId};
// Waits for a group of the lane that still runs; one that comes later finds no row and ends.
const Statement kLeaveLane{"", "DELETE FROM movie_lane WHERE lane = $1 RETURNING turn, xact", kId};
const Statement kSweepLanes{"",
                            "DELETE FROM movie_lane WHERE lane IN (SELECT lane FROM movie_lane "
                            "WHERE seen < now() - interval '1 day' FOR UPDATE SKIP LOCKED)",
                            {}};
const Statement kHighest{"", "SELECT coalesce(max(id), 0) FROM movies", {}};
const Statement kCreatedBy{
    "", "SELECT id, title, year, genre FROM movies WHERE id > $1 AND xmin = $2 ORDER BY id",
    kAfterBy};
const Statement kWrittenBy{
    "", "SELECT id, title, year, genre FROM movies WHERE id = ANY($1) AND xmin = $2", kAmongBy};

// With the settings of the planner, for behind a pooler no setting outlives a transaction. $2: 'on'
// for lists that no index has in their order.
const Statement kLimitTime{
    "limit_time",
    "SELECT CASE WHEN $1 <> '' THEN set_config('statement_timeout', $1, true) END, "
    "set_config('jit', 'off', true), set_config('enable_sort', $2, true), "
    "set_config('enable_incremental_sort', $2, true), set_config('enable_bitmapscan', $2, true)",
    kTwoTexts};
const Statement kBegin{"", "BEGIN ISOLATION LEVEL READ COMMITTED", {}};
const Statement kBeginReading{"", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", {}};
const Statement kFetch{"", "FETCH 1000 FROM list", {}};
const Statement kCommit{"", "COMMIT", {}};
const Statement kRollback{"", "ROLLBACK", {}};
// Whatever role or database set: a group must wait for a row's other writer instead of failing, and
// an acknowledged write be on disk. What is given up at its deadline is given up by closing the
// connection: the server is to notice, even while it waits for a lock (from Postgres 14 on). A plan
// that looks dear for a big table is not worth compiling: its rows are few. Where an index has a
// list's order it is followed, though sorting may look cheaper where statistics are missing or old.
const Statement kSettings{
    "",
    "SELECT set_config('default_transaction_isolation', 'read committed', $1 = 'transaction'), "
    "CASE current_setting('synchronous_commit') WHEN 'off' THEN "
    "set_config('synchronous_commit', 'on', $1 = 'transaction') END, "
    "(SELECT setting::int8 FROM pg_settings WHERE name = 'statement_timeout'), "
    "CASE current_setting('client_connection_check_interval', true) WHEN '0' THEN "
    "set_config('client_connection_check_interval', '1s', $1 = 'transaction') END, "
    "set_config('jit', 'off', $1 = 'transaction'), "
    "set_config('enable_sort', 'off', $1 = 'transaction'), "
    "set_config('enable_incremental_sort', 'off', $1 = 'transaction'), "
    "set_config('enable_bitmapscan', 'off', $1 = 'transaction')",
    kOneText};
const Statement kForget{"", "DEALLOCATE ALL", {}};
const Statement kLook{"", "SELECT 1", {}};

std::span<const Statement* const> prepared() {
  static constexpr std::array kPrepared{
      &kGet,         &kGetMany,     &kFirst,     &kFirstOfGenre, &kList,           &kPages,
      &kListOfGenre, &kCreate,      &kCreateAll, &kUpdate,       &kUpdateExpected, &kRemoveExpected,
      &kCreateOnce,  &kForgetMemos, &kSetKey,    &kRemove,       &kPing,           &kCreateMany,
      &kMark,        &kLimitTime,   &kHop};
  return kPrepared;
}

}  // namespace stmt
}  // namespace movie::pg
