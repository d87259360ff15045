#include "selection.hpp"

#include <algorithm>
#include <array>
#include <limits>

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

std::int64_t at_most_int64(std::uint64_t value) {
  return static_cast<std::int64_t>(
      std::min<std::uint64_t>(value, std::numeric_limits<std::int64_t>::max()));
}

}  // namespace

Selection::Selection(Connection& connection, const sdk::Query& query) : query_(query) {
  for (std::size_t at = 0; at < query.genres.size(); ++at) genres_.push_back(query.genres[at]);
  std::sort(genres_.begin(), genres_.end());
  genres_.erase(std::unique(genres_.begin(), genres_.end()), genres_.end());
  choose_arms(connection);
}

void Selection::choose_arms(Connection& connection) {
  if (query_.year_min > query_.year_max) return arms_.emplace_back("0"), void();
  const bool by_title = query_.sort == MOVIE_TITLE, by_year = query_.sort == MOVIE_YEAR;
  if (!genres_.empty() && !by_title) {
    for (std::size_t at = 0; at < genres_.size(); ++at) {
      arms_.push_back("genre = " + parameter(at) + year_condition(by_year));
    }
  } else if (!genres_.empty()) {
    arms_.push_back(genre_condition(few(connection, genre_condition(true))) +
                    year_condition(false));
  } else if (query_.any_year() || by_year) {
    arms_.push_back("1" + year_condition(true));
  } else if (query_.sort != 0) {
    arms_.push_back("1" + year_condition(few(connection, "1" + year_condition(true))));
  } else {
    for (const std::int64_t year : years(connection)) {
      arms_.push_back("year = " + std::to_string(year));
    }
    if (arms_.size() > kMostYears) arms_.assign(1, "1" + year_condition(false));
    if (arms_.empty()) arms_.emplace_back("0");
  }
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

std::string Selection::arm(const std::string& condition) const {
  const std::string id = query_.sort == 0 ? "id" : "+id";
  return "SELECT id, title, year, genre FROM movies WHERE " + condition + search_condition() +
         " AND " + (query_.descending ? id + " > 0 AND " + id + " <= ?1" : id + " > ?1");
}

std::string Selection::order() const {
  const std::string direction = query_.descending ? " DESC" : "";
  const std::string by = query_.sort == 0 ? "" : column(query_.sort) + direction + ", ";
  return " ORDER BY " + by + "id" + direction;
}

std::string Selection::rows() const {
  std::string statement;
  for (const std::string& condition : arms_) {
    statement += (statement.empty() ? "" : " UNION ALL ") + arm(condition);
  }
  return statement + order() + " LIMIT ?2 OFFSET ?3";
}

std::string Selection::total() const {
  return "SELECT count(*) FROM movies WHERE " +
         (genres_.empty() ? std::string("1") : genre_condition(true)) + year_condition(true) +
         search_condition();
}

void Selection::bind(Query& statement) const {
  const std::int64_t last = query_.after == 0 ? INT64_MAX : query_.after - 1;
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
