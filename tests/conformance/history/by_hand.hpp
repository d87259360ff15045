#pragma once

#include "history.hpp"

/// Histories written by hand.
namespace movie::conformance::history {

inline Film film(std::int64_t id, std::string title = "old", std::int32_t year = 2000) {
  return {id, std::move(title), year, "g" + std::to_string(id)};
}

inline Event event(unsigned thread, std::uint64_t start, std::uint64_t end, Ask ask,
                   std::int32_t status, std::vector<Film> rows = {}) {
  const auto count = static_cast<std::int64_t>(ask.source.size());
  return {thread, std::move(ask), {status, std::move(rows), count, ""}, start, end};
}

inline Ask titled(std::int64_t id, std::string title) {
  return update(id, MOVIE_TITLE, {0, std::move(title), 0, ""});
}
inline Ask dated(std::int64_t id, std::int32_t year) {
  return update(id, MOVIE_YEAR, {0, "", year, ""});
}
inline Ask born(const Film& film) { return create(film.title, film.year, film.genre); }

/// Begins with films that are there.
inline History over(std::vector<Film> films, std::vector<Event> events) {
  History history;
  for (Film& film : films) {
    history.given.insert(film.id);
    history.films[film.id] = std::move(film);
  }
  history.events = std::move(events);
  return history;
}

}  // namespace movie::conformance::history
