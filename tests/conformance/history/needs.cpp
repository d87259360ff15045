#include "needs.hpp"

#include <algorithm>

namespace movie::conformance::history {
namespace {

constexpr std::uint64_t kAll = MOVIE_TITLE | MOVIE_YEAR | MOVIE_GENRE;

/// What a change that was done needs of its film: as expected, or whatever it did not set.
Need of_done_change(const Event& event) {
  const Ask& ask = event.ask;
  if ((ask.require & MOVIE_EXPECT) != 0) return {ask.id, ask.expect, kAll};
  const auto rows = rows_that_count(event);
  if (rows.empty()) return {ask.id, Film{}, 0};
  return {ask.id, rows.back(), kAll & ~ask.fields};
}

bool met(const Need& need, const State& state) {
  const auto now = state.films.find(need.id);
  if (!need.film || now == state.films.end()) return !need.film == (now == state.films.end());
  for (const std::uint64_t field : kFields) {
    if ((need.fields & field) != 0 && !same(now->second, *need.film, field)) return false;
  }
  return true;
}

}  // namespace

bool same(const Film& one, const Film& other, std::uint64_t field) {
  if (field == MOVIE_TITLE) return one.title == other.title;
  if (field == MOVIE_YEAR) return one.year == other.year;
  return one.genre == other.genre;
}

Needs::Needs(const History& history) : history_(history) {
  for (const auto& [id, film] : history.films) ids_.insert(id);
  for (std::size_t at = 0; at < history.events.size(); ++at) {
    const Event& event = history.events[at];
    if (only_reads(event)) continue;
    if (!creates(event)) writers_[event.ask.id].push_back(at);
    for (const Film& film : rows_that_count(event)) {
      ids_.insert(film.id);
      if (creates(event)) writers_[film.id].push_back(at);
    }
  }
  for (const Event& event : history.events) needs_.push_back(of(event));
}

std::vector<Need> Needs::of(const Event& event) const {
  if (event.maybe || creates(event)) return {};
  if (event.outcome.status == MOVIE_NOT_FOUND) return {{event.ask.id, std::nullopt, 0}};
  if (event.ask.code == MOVIE_OP_LIST) return of_list(event);
  if (only_reads(event)) {
    if (event.outcome.rows.empty()) return {};
    return {{event.ask.id, event.outcome.rows.back(), kAll}};
  }
  return {of_done_change(event)};
}

/// A list shows what stands between its first row and its last; from the beginning if it skips
/// nothing, to the end if it stopped short of its limit.
std::vector<Need> Needs::of_list(const Event& event) const {
  const Ask& ask = event.ask;
  const auto& rows = event.outcome.rows;
  std::vector<Need> needs;
  for (const Film& film : rows) needs.push_back({film.id, film, kAll});
  if (rows.empty() && (ask.skip != 0 || ask.limit == 0)) return needs;
  const std::int64_t above = ask.skip == 0 ? ask.after : rows.front().id;
  const std::int64_t below = rows.size() < ask.limit ? INT64_MAX : rows.back().id;
  for (const std::int64_t id : ids_) {
    const bool listed = std::ranges::count(rows, id, &Film::id) != 0;
    if (!listed && id > above && id < below) needs.push_back({id, std::nullopt, 0});
  }
  return needs;
}

template <class Does>
bool Needs::comes(std::int64_t id, std::size_t besides, const Events& done, Does does) const {
  const auto found = writers_.find(id);
  if (found == writers_.end()) return false;
  return std::ranges::any_of(found->second, [&](std::size_t at) {
    return at != besides && !done[at] && does(history_.events[at]);
  });
}

bool Needs::can_become(const Need& need, const State& state, std::size_t of,
                       const Events& done) const {
  const auto now = state.films.find(need.id);
  if (!need.film) {
    const auto removes = [](const Event& event) { return event.ask.code == MOVIE_OP_REMOVE; };
    return now == state.films.end() || comes(need.id, of, done, removes);
  }
  if (now == state.films.end()) return comes(need.id, of, done, creates);
  for (const std::uint64_t field : kFields) {
    if ((need.fields & field) == 0 || same(now->second, *need.film, field)) continue;
    const auto writes = [&](const Event& event) {
      return event.ask.code == MOVIE_OP_UPDATE && (event.ask.fields & field) != 0 &&
             same(event.ask.row, *need.film, field);
    };
    if (!comes(need.id, of, done, writes)) return false;
  }
  return true;
}

std::optional<std::size_t> Needs::hopeless(const State& state, const Events& done) const {
  for (std::size_t at = 0; at < needs_.size(); ++at) {
    if (done[at]) continue;
    const bool possible = std::ranges::all_of(
        needs_[at], [&](const Need& need) { return can_become(need, state, at, done); });
    if (!possible) return at;
  }
  return std::nullopt;
}

std::set<std::int64_t> Needs::missing(std::size_t event, const State& state) const {
  std::set<std::int64_t> ids;
  for (const Need& need : needs_[event]) {
    if (!met(need, state)) ids.insert(need.id);
  }
  return ids;
}

}  // namespace movie::conformance::history
