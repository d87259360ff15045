#include "query.hpp"
#include "session.hpp"

/// Title keys for films that other programs wrote.
namespace movie::sqlite {
namespace {

constexpr char kUnkeyed[] =
    "SELECT id, title, year, genre FROM movies WHERE title_key IS NULL AND id > ?1 ORDER BY id "
    "LIMIT ?2";
constexpr char kSetKey[] = "UPDATE movies SET title_key = ?2 WHERE id = ?1 AND title_key IS NOT ?2";
constexpr char kVersion[] = "SELECT value FROM movie_setting WHERE name = 'title_key'";
constexpr char kSetVersion[] =
    "INSERT INTO movie_setting (name, value) VALUES ('title_key', ?1) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value";

}  // namespace

sdk::Status Session::unkeyed(const sdk::Query& wanted, sdk::Operation& op) {
  Query query(*connection_, connection_->kept(kUnkeyed));
  query.bind(1, wanted.after);
  query.bind(2, at_most_int64(wanted.limit));
  emit_all(query, op);
  return MOVIE_OK;
}

/// The title is compared as it was emitted: one that is no UTF-8 is not so in the store.
sdk::Status Session::set_key(std::int64_t id, const sdk::Row& row, sdk::Operation&) {
  {
    Query query(*connection_, connection_->kept(kGet));
    if (!query.bind(1, id).step() || row_of(query).title != row.title) return MOVIE_NOT_FOUND;
  }
  Query(*connection_, connection_->kept(kSetKey)).bind(1, id).bind(2, row.title_key).step();
  return MOVIE_OK;
}

sdk::Status Session::key_version(std::int64_t version, sdk::Operation& op) {
  {
    Query query(*connection_, connection_->kept(kVersion));
    op.count(query.step() ? query.integer(0) : 0);
  }
  if (version != 0) Query(*connection_, connection_->kept(kSetVersion)).bind(1, version).step();
  return MOVIE_OK;
}

}  // namespace movie::sqlite
