#include "selection.hpp"

#include <algorithm>
#include <array>

namespace movie::sqlite {
namespace {

// Parameters: ?1 where an order by id begins, ?2 limit, ?3 skip, ?4 and ?5 the years, then genres,
// then words.
constexpr int kFirstText = 6;
constexpr int kFew = 5'000;              // films that are sorted sooner than a page is walked to
constexpr std::size_t kMostYears = 256;  // to be merged; SQLite takes 500 parts at most

std::string parameter(std::size_t number) {
  return "?" + std::to_string(static_cast<std::size_t>(kFirstText) + number);
}

const char* column(std::uint32_t sort) {
  return sort == MOVIE_TITLE ? "title" : sort == MOVIE_YEAR ? "year" : "genre";
}

/// " AND a AND b" without its first AND; nothing: true.
std::string all_of(const std::string& conditions) {
  return conditions.empty() ? "1" : conditions.substr(5);
}

}  // namespace

Selection::Selection(Connection& connection, const sdk::Query& query) : query_(query) {
  for (std::size_t at = 0; at < query.genres.size(); ++at) genres_.push_back(query.genres[at]);
  std::sort(genres_.begin(), genres_.end());
  genres_.erase(std::unique(genres_.begin(), genres_.end()), genres_.end());
  if (query.year_min > query.year_max) {
    arms_.emplace_back("0");
  } else if (is_near(connection)) {
    near_ = true;
  } else if (!query.contains.empty()) {
    choose_for_search(connection);
  } else {
    choose_arms(connection);
  }
}

/// A search looks at films as they lie, and sorts what it finds: along an index each would have to
/// be fetched from elsewhere.
void Selection::choose_for_search(Connection& connection) {
  const bool few_of_genres = !genres_.empty() && few(connection, genre_condition(true));
  const bool few_of_years =
      !few_of_genres && !query_.any_year() && few(connection, all_of(year_condition(true)));
  arms_.push_back(all_of((genres_.empty() ? "" : " AND " + genre_condition(few_of_genres)) +
                         year_condition(few_of_years)));
}

void Selection::choose_arms(Connection& connection) {
  const bool by_title = query_.sort == MOVIE_TITLE, by_year = query_.sort == MOVIE_YEAR;
  if (!genres_.empty() && !by_title) {
    for (std::size_t at = 0; at < genres_.size(); ++at) {
      arms_.push_back("genre = " + parameter(at) + year_condition(by_year));
    }
  } else if (!genres_.empty()) {
    arms_.push_back(genre_condition(few(connection, genre_condition(true))) +
                    year_condition(false));
  } else if (query_.any_year() || by_year) {
    arms_.push_back(all_of(year_condition(true)));
  } else if (query_.sort != 0) {
    arms_.push_back(all_of(year_condition(few(connection, all_of(year_condition(true))))));
  } else {
    for (const std::int64_t year : years(connection)) {
      arms_.push_back("year = " + std::to_string(year));
    }
    if (arms_.size() > kMostYears) arms_.assign(1, all_of(year_condition(false)));
    if (arms_.empty()) arms_.emplace_back("0");
  }
}

/// How many of the next films in order it pays to look through before anything dearer: 0: none.
int Selection::worth_looking_through() const {
  if (!query_.contains.empty()) return query_.sort != 0 ? 5'000 : 0;
  const bool merges_years = query_.sort == 0 && genres_.empty() && !query_.any_year();
  return merges_years && query_.year_min != query_.year_max ? 1'000 : 0;
}

/// Whether the page is among them.
bool Selection::is_near(Connection& connection) const {
  const auto most = static_cast<std::uint64_t>(worth_looking_through());
  if (query_.skip >= most || query_.limit > most - query_.skip) return false;
  const std::uint64_t wanted = query_.skip + query_.limit;
  const auto prepared =
      connection.prepare("SELECT count(*) FROM (SELECT 1 FROM " + next_films() + " WHERE " +
                         all_of(filters(true)) + " LIMIT " + std::to_string(wanted) + ")");
  Query count(connection, prepared.get());
  bind(count);
  return count.step() && static_cast<std::uint64_t>(count.integer(0)) == wanted;
}

std::string Selection::next_films() const {
  return "(SELECT * FROM movies WHERE " + behind() + order(true) + " LIMIT " +
         std::to_string(worth_looking_through()) + ")";
}

/// Those in the range that films have; one more than are merged is enough to know.
std::vector<std::int64_t> Selection::years(Connection& connection) const {
  static constexpr char kNext[] = "SELECT min(year) FROM movies WHERE year >= ?1 AND year <= ?2";
  std::vector<std::int64_t> found;
  std::int64_t from = query_.year_min;
  while (from <= query_.year_max && found.size() <= kMostYears) {
    Query next(connection, connection.kept(kNext));
    next.bind(1, from).bind(2, std::int64_t{query_.year_max});
    if (!next.step() || next.is_null(0)) break;
    found.push_back(next.integer(0));
    from = found.back() + 1;
  }
  return found;
}

bool Selection::few(Connection& connection, const std::string& condition) const {
  const auto prepared = connection.prepare("SELECT count(*) FROM (SELECT 1 FROM movies WHERE " +
                                           condition + " LIMIT " + std::to_string(kFew + 1) + ")");
  Query count(connection, prepared.get());
  bind(count);
  return count.step() && count.integer(0) <= kFew;
}

std::string Selection::genre_condition(bool indexed) const {
  std::string list;
  for (std::size_t at = 0; at < genres_.size(); ++at) {
    list += (at == 0 ? "" : ", ") + parameter(at);
  }
  return std::string(indexed ? "" : "+") + "genre IN (" + list + ")";
}

std::string Selection::year_condition(bool indexed) const {
  if (query_.any_year()) return {};
  return std::string(" AND ") + (indexed ? "" : "+") + "year BETWEEN ?4 AND ?5";
}

std::string Selection::search_condition() const {
  std::string all;
  for (std::size_t at = 0; at < query_.contains.size(); ++at) {
    all += " AND instr(title_key, " + parameter(genres_.size() + at) + ") > 0";
  }
  return all;
}

/// " AND …" of all that is asked for.
std::string Selection::filters(bool indexed) const {
  return (genres_.empty() ? "" : " AND " + genre_condition(indexed)) + year_condition(indexed) +
         search_condition();
}

std::string Selection::behind() const {
  const std::string id = query_.sort == 0 ? "id" : "+id";
  return query_.descending ? id + " > 0 AND " + id + " <= ?1" : id + " > ?1";
}

/// `indexed`: an index may lead to it.
std::string Selection::order(bool indexed) const {
  const std::string direction = query_.descending ? " DESC" : "";
  if (query_.sort == 0) return " ORDER BY id" + direction;
  return std::string(" ORDER BY ") + (indexed ? "" : "+") + column(query_.sort) + direction +
         ", id" + direction;
}

std::string Selection::rows() const {
  constexpr const char* kWindow = " LIMIT ?2 OFFSET ?3";
  const std::string films = "SELECT id, title, year, genre FROM ";
  if (near_) {
    return films + next_films() + " WHERE " + all_of(filters(true)) + order(true) + kWindow;
  }
  std::string statement;
  for (const std::string& condition : arms_) {
    statement += (statement.empty() ? "" : " UNION ALL ") + films + "movies WHERE " + condition +
                 search_condition() + " AND " + behind();
  }
  return statement + order(query_.contains.empty()) + kWindow;
}

std::string Selection::total() const {
  return "SELECT count(*) FROM movies WHERE +id > 0" + filters(true);
}

void Selection::bind(Query& statement) const {
  const std::int64_t last = query_.after == 0 ? INT64_MAX : query_.after > 0 ? query_.after - 1 : 0;
  const std::array<std::int64_t, 5> numbers{query_.descending ? last : query_.after,
                                            at_most_int64(query_.limit), at_most_int64(query_.skip),
                                            query_.year_min, query_.year_max};
  int at = 0;
  for (const std::int64_t number : numbers) {
    if (statement.takes(++at)) statement.bind(at, number);
  }
  for (const std::string_view genre : genres_) {
    if (statement.takes(++at)) statement.bind(at, genre);
  }
  for (std::size_t word = 0; word < query_.contains.size(); ++word) {
    if (statement.takes(++at)) statement.bind(at, query_.contains[word]);
  }
}

}  // namespace movie::sqlite
