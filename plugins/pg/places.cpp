#include "places.hpp"

// Where an index has the order and all that is asked for, a list is a run of it: a stretch that
// ends after as many entries as the page can need. Where the films of several genres or years are
// merged, there is a run for each. Runs read the index alone.
//
// With = on an index's first column the order of its others would be all that is left of it, and
// the planner may take another index that has that order, and pass over most films. So the bounds
// compare rows, and every column is sorted by. With two columns before the order = is needed, for
// an index is not left where only the second column of a row is beyond its bound.
//
// An index entry holds 2,704 bytes at most, so movies_title leaves out longer titles, which only
// another program can have written. Where there are any, those are sorted in among the others.
namespace movie::pg {
namespace {

constexpr const char* kShort = "least(octet_length(m.title), 2048) <> 2048";
constexpr const char* kLong = "least(octet_length(m.title), 2048) = 2048";
constexpr const char* kTitles =
    "titles AS MATERIALIZED (SELECT (SELECT m.id FROM movies AS m WHERE "
    "least(octet_length(m.title), 2048) = 2048 ORDER BY m.id LIMIT 1) IS NULL AS all_short)";
constexpr const char* kAllShort = "(SELECT all_short FROM titles)";

constexpr const char* kWindow = " OFFSET $2 LIMIT $3";

bool spans_genres(const sdk::Query& query) { return !query.genres.empty(); }
/// By id, an index can follow one year only.
bool spans_years(const sdk::Query& query) { return query.sort == 0 && !query.any_year(); }

/// Whether several runs are merged; else it is one, if indexes have all of it.
bool merges(const sdk::Query& query) {
  return in_order_of_an_index(query) && (spans_genres(query) || spans_years(query));
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

/// By id; `of`: the index's first column.
std::string run_by_id(const sdk::Query& query, const std::string& of) {
  const std::string own = "m." + of, span = "span." + of, row = "(" + own + ", m.id)";
  if (query.descending) {
    return row + " <= (" + span + ", $1) AND " + row + " > (" + span + ", 0) ORDER BY " + own +
           " DESC, m.id DESC";
  }
  return row + " > (" + span + ", $1) AND " + own + " <= " + span + " ORDER BY " + own + ", m.id";
}

std::string run(const sdk::Query& query) {
  if (query.sort == MOVIE_YEAR)
    return "m.genre = span.genre AND m.year >= $6 AND m.year <= $7 AND " +
           std::string(behind(query)) + order("m", query);
  if (!spans_years(query)) return run_by_id(query, "genre");
  if (!spans_genres(query)) return run_by_id(query, "year");
  return "m.genre = span.genre AND m.year = span.year AND " + std::string(behind(query)) +
         order("m", query);
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
         "m.genre = given AND m.year >= $6 AND m.year <= $7 ORDER BY m.year LIMIT 1) "
         "FROM unnest($5) AS given WHERE (SELECT count(*) FROM walk) < $4 "
         "UNION ALL SELECT span.genre, (SELECT m.year FROM movies AS m WHERE "
         "m.genre = span.genre AND m.year > span.year AND m.year <= $7 ORDER BY m.year LIMIT 1) "
         "FROM span WHERE span.year IS NOT NULL)";
}

/// The page, if it is among the next few films in their order.
std::string walk(const sdk::Query& query, const std::string& few) {
  const bool by_title = query.sort == MOVIE_TITLE;
  const std::string next = by_title ? std::string(" AND ") + kShort : "";
  return (by_title ? std::string(kTitles) + ", " : "") + "walk AS MATERIALIZED (SELECT " +
         place(query) + " FROM (SELECT * FROM movies AS m WHERE " + std::string(behind(query)) +
         next + order("m", query) + " LIMIT " + few + ") AS m WHERE " +
         (by_title ? kAllShort : "true") + filters(query) + order("m", query) + " LIMIT $4)";
}

constexpr const char* kOfTheWalk =
    " SELECT * FROM walk WHERE (SELECT count(*) FROM walk) >= $4 UNION ALL ";

/// A word that many titles hold is found within a few; for one that few hold, looking at all of
/// them as they lie is several times faster than in any order.
std::string search(const sdk::Query& query) {
  return "WITH " + walk(query, "5000") + kOfTheWalk + "SELECT found.* FROM (SELECT " +
         place(query) + " FROM movies AS m WHERE " + std::string(behind(query)) + filters(query) +
         " OFFSET 0) AS found WHERE (SELECT count(*) FROM walk) < $4";
}

std::string runs(const sdk::Query& query) {
  const std::string each = " CROSS JOIN LATERAL (SELECT " + place(query) +
                           " FROM movies AS m WHERE " + run(query) + " LIMIT $4) AS run";
  if (!spans_years(query)) return "SELECT run.* FROM unnest($5) AS span (genre)" + each;
  // A run for each of many years is dear.
  return "WITH RECURSIVE " + walk(query, "1000") + ", " + years(query) + kOfTheWalk +
         "SELECT run.id FROM span" + each;
}

/// As many in the index's order as the page can need, and those that the index leaves out. Without
/// any, what is skipped can be passed over in the index, by a plan that knows no page's size.
std::string by_title(const sdk::Query& query, const std::string& columns, bool pass_over) {
  const auto either = [&](const char* if_short, const char* other) {
    if (!pass_over) return std::string(other);
    return std::string("(CASE WHEN ") + kAllShort + " THEN " + if_short + " ELSE " + other +
           " END)";
  };
  const std::string of = "SELECT " + columns + " FROM movies AS m WHERE " +
                         std::string(behind(query)) + filters(query) + " AND ";
  return "WITH " + std::string(kTitles) + " SELECT run.* FROM ((" + of + kShort +
         order("m", query) + " OFFSET " + either("$2", "0") + " LIMIT " + either("$3", "$4") +
         ") UNION ALL (" + of + kLong + " AND NOT " + kAllShort + " ORDER BY m.id)) AS run" +
         order("run", query) + " OFFSET " + either("0", "$2") + " LIMIT $3";
}

}  // namespace

std::string order(std::string_view alias, const sdk::Query& query) {
  const std::string dot = std::string(alias) + ".", end(direction(query));
  std::string text = " ORDER BY ";
  if (query.sort != 0) text += dot + std::string(sort_column(query)) + end + ", ";
  return text + dot + "id" + end;
}

bool in_order_of_an_index(const sdk::Query& query) {
  if (!query.contains.empty()) return false;
  if (query.sort == MOVIE_TITLE) return query.genres.empty() && query.any_year();
  return query.sort != MOVIE_GENRE || query.any_year();
}

std::string_view behind(const sdk::Query& query) {
  if (query.sort != 0) return "m.id > 0";
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
  const bool searches = !query.contains.empty();
  if (searches || merges(query)) {
    return "SELECT run.* FROM (" + (searches ? search(query) : runs(query)) + ") AS run" +
           order("run", query) + kWindow;
  }
  if (query.sort == MOVIE_TITLE)
    return by_title(query, place(query), query.genres.empty() && query.any_year());
  return "SELECT " + place(query) + " FROM movies AS m WHERE " + std::string(behind(query)) +
         filters(query) + order("m", query) + kWindow;
}

std::string films_in_order(const sdk::Query& query) {
  const std::string columns = "m.id, m.title, m.year, m.genre";
  if (query.sort == MOVIE_TITLE) return by_title(query, columns, false);
  return "SELECT " + columns + " FROM movies AS m WHERE " + std::string(behind(query)) +
         filters(query) + order("m", query) + kWindow;
}

}  // namespace movie::pg
