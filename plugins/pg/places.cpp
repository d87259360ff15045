#include "places.hpp"

// Where an index has the order and all that is asked for, a list is a run of it: a stretch that
// ends after as many entries as the page can need. A run's bounds are comparisons of rows, and it
// is sorted by every column of the index, so that no other index fits and the planner has nothing
// to guess; = would let it take the primary key instead, and pass over all other films. Where the
// films of several genres or years are merged, there is a run for each. Runs read the index alone.
namespace movie::pg {
namespace {

bool spans_genres(const sdk::Query& query) { return !query.genres.empty(); }
/// By id, an index can follow one year only.
bool spans_years(const sdk::Query& query) { return query.sort == 0 && !query.any_year(); }

/// Whether it is merged of runs. If not it is one run, or the server has to look at films one by
/// one or to sort them.
bool merges(const sdk::Query& query) {
  if (!query.contains.empty() || query.sort == MOVIE_TITLE) return false;
  if (query.sort == 0) return spans_genres(query) || spans_years(query);
  return spans_genres(query) && (query.sort == MOVIE_YEAR || query.any_year());
}

std::string_view direction(const sdk::Query& query) { return query.descending ? " DESC" : ""; }

std::string_view sort_column(const sdk::Query& query) {
  if (query.sort == MOVIE_TITLE) return "title";
  return query.sort == MOVIE_YEAR ? "year" : "genre";
}

/// "m.id" and what it is sorted by.
std::string place(const sdk::Query& query) {
  return query.sort == 0 ? "m.id" : "m.id, m." + std::string(sort_column(query));
}

/// The span's runs by id. `of`: the columns of the index before id, "m.genre, m.year".
std::string run_by_id(const sdk::Query& query, const std::string& of, const std::string& span) {
  const std::string row = "(" + of + ", m.id)";
  std::string sorted = of;
  if (query.descending) {
    if (const auto comma = sorted.find(','); comma != std::string::npos)
      sorted.insert(comma, " DESC");
    return row + " <= (" + span + ", $1) AND " + row + " > (" + span + ", 0) ORDER BY " + sorted +
           " DESC, m.id DESC";
  }
  return row + " > (" + span + ", $1) AND (" + of + ") <= (" + span + ") ORDER BY " + sorted +
         ", m.id";
}

std::string run_by_year(const sdk::Query& query) {
  const std::string end(direction(query));
  return "(m.genre, m.year) >= (span.genre, $6) AND (m.genre, m.year) <= (span.genre, $7) AND " +
         std::string(behind(query)) + " ORDER BY m.genre" + end + ", m.year" + end + ", m.id" + end;
}

std::string run(const sdk::Query& query) {
  if (query.sort == MOVIE_YEAR) return run_by_year(query);
  if (!spans_years(query)) return run_by_id(query, "m.genre", "span.genre");
  if (!spans_genres(query)) return run_by_id(query, "m.year", "span.year");
  return run_by_id(query, "m.genre, m.year", "span.genre, span.year");
}

/// The years that there are, each found behind the one before, of each genre; NULL ends them.
std::string years(const sdk::Query& query) {
  if (!spans_genres(query)) {
    return "span (year) AS (SELECT (SELECT m.year FROM movies AS m WHERE m.year >= $6 AND "
           "m.year <= $7 ORDER BY m.year LIMIT 1) WHERE (SELECT count(*) FROM walk) < $4 "
           "UNION ALL SELECT (SELECT m.year FROM movies AS m WHERE m.year > span.year AND "
           "m.year <= $7 ORDER BY m.year LIMIT 1) FROM span WHERE span.year IS NOT NULL)";
  }
  return "span (genre, year) AS (SELECT given, (SELECT m.year FROM movies AS m WHERE "
         "(m.genre, m.year) >= (given, $6) AND (m.genre, m.year) <= (given, $7) "
         "ORDER BY m.genre, m.year LIMIT 1) FROM unnest($5) AS given "
         "WHERE (SELECT count(*) FROM walk) < $4 "
         "UNION ALL SELECT span.genre, (SELECT m.year FROM movies AS m WHERE "
         "(m.genre, m.year) > (span.genre, span.year) AND (m.genre, m.year) <= (span.genre, $7) "
         "ORDER BY m.genre, m.year LIMIT 1) FROM span WHERE span.year IS NOT NULL)";
}

/// A run for each of many years is dear, and needless where the page is among the next few films.
std::string walk(const sdk::Query& query) {
  return "walk AS MATERIALIZED (SELECT m.id FROM (SELECT m.id, m.year, m.genre FROM movies AS m "
         "WHERE " +
         std::string(behind(query)) + order("m", query) + " LIMIT 1000) AS m WHERE true" +
         filters(query) + order("m", query) + " LIMIT $4), ";
}

std::string runs(const sdk::Query& query) {
  const std::string each = " CROSS JOIN LATERAL (SELECT " + place(query) +
                           " FROM movies AS m WHERE " + run(query) + " LIMIT $4) AS run";
  if (!spans_years(query)) return "SELECT run.* FROM unnest($5) AS span (genre)" + each;
  return "WITH RECURSIVE " + walk(query) + years(query) +
         " SELECT id FROM walk WHERE (SELECT count(*) FROM walk) >= $4 UNION ALL SELECT run.id "
         "FROM span" +
         each;
}

}  // namespace

std::string order(std::string_view alias, const sdk::Query& query) {
  const std::string dot = std::string(alias) + ".", end(direction(query));
  std::string text = " ORDER BY ";
  if (query.sort != 0) text += dot + std::string(sort_column(query)) + end + ", ";
  return text + dot + "id" + end;
}

std::string_view behind(const sdk::Query& query) {
  return query.descending ? "m.id <= $1 AND m.id > 0" : "m.id > $1";
}

std::string filters(const sdk::Query& query) {
  std::string text;
  if (query.genres.size() == 1) text += " AND m.genre = ($5)[1]";
  if (query.genres.size() > 1) text += " AND m.genre = ANY ($5)";
  if (!query.any_year()) text += " AND m.year >= $6 AND m.year <= $7";
  for (std::size_t at = 1; at <= query.contains.size(); ++at)
    text += " AND strpos(m.title_key, ($8)[" + std::to_string(at) + "]) > 0";
  return text;
}

std::string places(const sdk::Query& query) {
  constexpr const char* kWindow = " OFFSET $2 LIMIT $3";
  if (merges(query))
    return "SELECT run.* FROM (" + runs(query) + ") AS run" + order("run", query) + kWindow;
  return "SELECT " + place(query) + " FROM movies AS m WHERE " + std::string(behind(query)) +
         filters(query) + order("m", query) + kWindow;
}

}  // namespace movie::pg
