#include "lists.hpp"

#include <algorithm>
#include <sstream>

namespace movie::conformance {
namespace {

bool matches(const Film& film, const Ask& ask) {
  if ((ask.require & MOVIE_FILTER) != 0) {
    if (film.year < ask.year_min || film.year > ask.year_max) return false;
    if (!ask.genres.empty() && std::ranges::count(ask.genres, film.genre) == 0) return false;
  }
  if ((ask.require & MOVIE_SEARCH) == 0) return true;
  const std::string key = film.title_key();
  return std::ranges::all_of(ask.contains, [&key](const std::string& part) {
    return key.find(part) != std::string::npos;
  });
}

/// -1, 0 or 1: by the sort key, then by id.
int compare(const Film& one, const Film& other, std::uint32_t sort) {
  const auto sign = [](auto order) { return order < 0 ? -1 : order > 0 ? 1 : 0; };
  int by_key = 0;
  if (sort == MOVIE_TITLE) by_key = sign(one.title.compare(other.title));
  if (sort == MOVIE_YEAR) by_key = sign(one.year <=> other.year);
  if (sort == MOVIE_GENRE) by_key = sign(one.genre.compare(other.genre));
  return by_key != 0 ? by_key : sign(one.id <=> other.id);
}

}  // namespace

Outcome expected(std::vector<Film> films, const Ask& ask) {
  const bool sorts = (ask.require & MOVIE_SORT) != 0;
  const bool descending = sorts && ask.descending;
  Outcome outcome;
  outcome.status = MOVIE_OK;
  std::erase_if(films, [&ask](const Film& film) { return !matches(film, ask); });
  if ((ask.require & MOVIE_TOTAL) != 0) outcome.count = static_cast<std::int64_t>(films.size());
  std::ranges::sort(films, [&](const Film& one, const Film& other) {
    const int order = compare(one, other, sorts ? ask.sort : 0);
    return descending ? order > 0 : order < 0;
  });
  std::uint64_t skipped = 0;
  for (const Film& film : films) {
    const bool before = descending ? film.id >= ask.after : film.id <= ask.after;
    if ((ask.after != 0 && before) || skipped++ < ask.skip) continue;
    if (outcome.rows.size() >= std::min(ask.limit, ask.stop_after)) break;
    outcome.rows.push_back(film);
  }
  return outcome;
}

std::string described(const Ask& ask) {
  std::ostringstream out;
  out << "require " << ask.require << " skip " << ask.skip << " limit " << ask.limit << " after "
      << ask.after << " years " << ask.year_min << ".." << ask.year_max << " sort " << ask.sort
      << (ask.descending ? " descending" : "") << " genres " << testing::PrintToString(ask.genres)
      << " contains " << testing::PrintToString(ask.contains);
  return out.str();
}

std::vector<Film> Lists::make_many(std::int64_t count) {
  std::vector<Film> films;
  for (std::int64_t at = 0; at < count; ++at) {
    films.push_back({0, "Film " + std::to_string(at), 2000, "Genre " + std::to_string(at % 7 % 5)});
  }
  films = make_all(films);
  std::vector<Ask> removes;
  for (const Film& film : films) {
    if (film.id % 3 == 0) removes.push_back(remove(film.id));
  }
  session().run(removes);
  std::erase_if(films, [](const Film& film) { return film.id % 3 == 0; });
  std::ranges::sort(films, {}, &Film::id);
  return films;
}

std::vector<Film> Lists::make_all(const std::vector<Film>& films) {
  std::vector<Ask> creates;
  for (const Film& film : films) creates.push_back(create(film.title, film.year, film.genre));
  std::vector<Film> made;
  for (const Outcome& outcome : session().run(creates)) {
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    made.push_back(outcome.rows.empty() ? Film{} : outcome.rows.back());
  }
  return made;
}

void Lists::expect_as_expected(const std::vector<Film>& films, const Ask& ask) {
  const Outcome outcome = run(ask), wanted = expected(films, ask);
  EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message << " " << described(ask);
  EXPECT_EQ(outcome.rows, wanted.rows) << described(ask);
  if ((ask.require & MOVIE_TOTAL) != 0) {
    EXPECT_EQ(outcome.count, wanted.count) << described(ask);
  }
}

}  // namespace movie::conformance
