#include "model.hpp"

#include <algorithm>

namespace movie::conformance::history {
namespace {

/// Nothing but `film` was emitted. What an unknown outcome emitted does not count [S-8].
bool shows(const Event& event, const Film& film) {
  return event.maybe || rows_that_count(event) == std::vector{film};
}

const Film* find(const State& state, std::int64_t id) {
  const auto found = state.films.find(id);
  return found == state.films.end() ? nullptr : &found->second;
}

bool same_film(const Film& one, const Film& other) {
  return one.title == other.title && one.year == other.year && one.genre == other.genre;
}

/// [S-38]
bool as_expected(const Film& film, const Ask& ask) {
  return (ask.require & MOVIE_EXPECT) == 0 || same_film(film, ask.expect);
}

/// [S-23]
bool get(const State& state, const Event& event) {
  const Film* const film = find(state, event.ask.id);
  if (event.outcome.status == MOVIE_NOT_FOUND) return film == nullptr;
  return event.outcome.status == MOVIE_OK && film != nullptr && shows(event, *film);
}

/// [S-24] [S-25] [S-45] [S-46]
bool list(const State& state, const Event& event) {
  const Ask& ask = event.ask;
  if (event.outcome.status != MOVIE_OK) return false;
  const auto total = static_cast<std::int64_t>(state.films.size());
  if ((ask.require & MOVIE_TOTAL) != 0 && event.outcome.count != total) return false;
  std::vector<Film> page;
  std::uint64_t skipped = 0;
  for (auto at = state.films.upper_bound(ask.after); at != state.films.end(); ++at) {
    if (page.size() == ask.limit) break;
    if (skipped++ >= ask.skip) page.push_back(at->second);
  }
  return event.outcome.rows == page;
}

/// [S-26] [S-27] [S-31]: ids from 1, gaps allowed, ascending within an operation, never again.
bool give(State& state, const Event& event, const std::vector<Film>& wanted,
          const std::set<std::int64_t>& given_before) {
  const std::vector<Film> made = rows_that_count(event);
  if (made.size() != wanted.size()) return false;
  std::int64_t last = 0;
  for (std::size_t at = 0; at < made.size(); ++at) {
    const std::int64_t id = made[at].id;
    if (!same_film(made[at], wanted[at]) || (!event.maybe && id <= last)) return false;
    if (given_before.contains(id) || !state.given.insert(id).second) return false;
    state.films[id] = made[at];
    last = id;
  }
  return true;
}

bool create_many(State& state, const Event& event, const std::set<std::int64_t>& given_before) {
  const auto many = static_cast<std::int64_t>(event.ask.source.size());
  if (!event.maybe && event.outcome.count != many) return false;
  return give(state, event, event.ask.source, given_before);
}

/// Of a change that left the store as it was: whether it was right to. One of unknown outcome
/// simply never took effect.
bool refused(const Film* film, const Event& event) {
  if (event.maybe) return false;
  if (film == nullptr) return event.outcome.status == MOVIE_NOT_FOUND;
  return event.outcome.status == MOVIE_CONFLICT && shows(event, *film);
}

bool can_change(const Film* film, const Ask& ask) {
  return film != nullptr && as_expected(*film, ask);
}

/// [S-28] [S-17]
bool update(State& state, const Event& event) {
  const Ask& ask = event.ask;
  const Film* const film = find(state, ask.id);
  if (!can_change(film, ask)) return refused(film, event);
  Film changed = *film;
  if ((ask.fields & MOVIE_TITLE) != 0) changed.title = ask.row.title;
  if ((ask.fields & MOVIE_YEAR) != 0) changed.year = ask.row.year;
  if ((ask.fields & MOVIE_GENRE) != 0) changed.genre = ask.row.genre;
  if (!event.maybe && (event.outcome.status != MOVIE_OK || !shows(event, changed))) return false;
  state.films[ask.id] = std::move(changed);
  return true;
}

/// [S-29] [S-17]
bool remove(State& state, const Event& event) {
  const Film* const film = find(state, event.ask.id);
  if (!can_change(film, event.ask)) return refused(film, event);
  if (!event.maybe && event.outcome.status != MOVIE_OK) return false;
  state.films.erase(event.ask.id);
  return true;
}

}  // namespace

bool step(State& state, const Event& event, const std::set<std::int64_t>& given_before) {
  const bool done = event.maybe || event.outcome.status == MOVIE_OK;
  switch (event.ask.code) {
    case MOVIE_OP_GET:
      return get(state, event);
    case MOVIE_OP_LIST:
      return list(state, event);
    case MOVIE_OP_CREATE:
      return done && give(state, event, {event.ask.row}, given_before);
    case MOVIE_OP_CREATE_MANY:
      return done && create_many(state, event, given_before);
    case MOVIE_OP_UPDATE:
      return update(state, event);
    case MOVIE_OP_REMOVE:
      return remove(state, event);
    default:
      return false;
  }
}

bool only_reads(const Event& event) {
  if (event.maybe) return false;
  return event.ask.code == MOVIE_OP_GET || event.ask.code == MOVIE_OP_LIST ||
         event.outcome.status != MOVIE_OK;
}

}  // namespace movie::conformance::history
