#include "adoption.hpp"

#include "query.hpp"
#include "sql/adoption.hpp"

namespace movie::sqlite {
namespace {

std::vector<sql::Column> columns_of_movies(Connection& connection) {
  std::vector<sql::Column> columns;
  const StatementHandle statement = connection.prepare(
      "SELECT name, type, pk = 1 AND (SELECT count(*) FROM pragma_table_info('movies') WHERE pk > "
      "0) = 1 "
      "FROM pragma_table_info('movies') ORDER BY cid");
  Query query(connection, statement.get());
  while (query.step()) {
    columns.push_back(
        {std::string(query.text(0)), std::string(query.text(1)), query.integer(2) == 1});
  }
  return columns;
}

std::vector<std::string> belongings_of_movies(Connection& connection) {
  std::vector<std::string> made_by;
  const StatementHandle statement = connection.prepare(
      "SELECT sql FROM sqlite_schema WHERE tbl_name = 'movies' AND type IN ('index', 'trigger') "
      "AND sql IS NOT NULL");
  Query query(connection, statement.get());
  while (query.step()) made_by.emplace_back(query.text(0));
  return made_by;
}

}  // namespace

void Adoption::begin() {
  const auto there = connection_.scalar(
      "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'movies'");
  if (there == "0") return;
  const std::string problem = sql::difference(columns_of_movies(connection_));
  if (!problem.empty()) {
    throw sdk::Failure(MOVIE_UNSUPPORTED,
                       "the database has a table movies that cannot be taken over: " + problem);
  }
  belongings_ = belongings_of_movies(connection_);
  // Other tables go on referring to movies, not to what it is called for a moment.
  connection_.execute(
      "PRAGMA legacy_alter_table = ON; ALTER TABLE movies RENAME TO movies_before; PRAGMA "
      "legacy_alter_table = OFF");
  under_way_ = true;
}

void Adoption::finish() {
  if (!under_way_) return;
  under_way_ = false;
  connection_.execute(
      "INSERT INTO movies (id, title, year, genre) "
      "SELECT id, coalesce(title, ''), coalesce(year, 0), coalesce(genre, '') FROM movies_before;"
      // Where ids were counted before, they count on.
      "INSERT INTO sqlite_sequence (name, seq) SELECT 'movies', 0 WHERE NOT EXISTS (SELECT 1 FROM "
      "sqlite_sequence WHERE name = 'movies');"
      "UPDATE sqlite_sequence SET seq = (SELECT max(seq) FROM sqlite_sequence WHERE name IN "
      "('movies', 'movies_before')) "
      "WHERE name = 'movies';"
      "DROP TABLE movies_before");
  for (const std::string& statement : belongings_) connection_.execute(statement.c_str());
  const std::string breaking = "SELECT count(*) FROM movies WHERE " + sql::breaks_rules("length");
  log_(MOVIE_LOG_WARNING, sql::adoption_report(connection_.scalar("SELECT count(*) FROM movies"),
                                               connection_.scalar(breaking.c_str())));
}

}  // namespace movie::sqlite
