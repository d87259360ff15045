#include "schema.hpp"

#include "query.hpp"

namespace movie::sqlite {

std::vector<sql::Applied> Schema::applied() {
  std::vector<sql::Applied> steps;
  const auto known = connection_.scalar(
      "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'movie_schema'");
  if (known == "0") return steps;
  const StatementHandle statement = connection_.prepare(
      "SELECT number, min_reader, name, checksum FROM movie_schema ORDER BY number");
  Query query(connection_, statement.get());
  while (query.step()) {
    steps.push_back({static_cast<std::uint32_t>(query.integer(0)),
                     static_cast<std::uint32_t>(query.integer(1)), std::string(query.text(2)),
                     std::string(query.text(3))});
  }
  return steps;
}

}  // namespace movie::sqlite
