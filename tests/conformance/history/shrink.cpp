#include "shrink.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "checker.hpp"

namespace movie::conformance::history {
namespace {

bool fails(const History& history) { return check(history).verdict == Verdict::kNotLinearizable; }

bool whole(const Ask& ask) { return ask.skip == 0 && ask.limit == UINT64_MAX; }

/// All films that are spoken of.
std::set<std::int64_t> ids_of(const History& history) {
  std::set<std::int64_t> ids;
  for (const auto& [id, film] : history.films) ids.insert(id);
  for (const Event& event : history.events) {
    if (event.ask.id != 0) ids.insert(event.ask.id);
    for (const Film& film : event.outcome.rows) ids.insert(film.id);
  }
  return ids;
}

/// The list in a world without film `id`: false if that is not known, since it may have been one
/// of those that were skipped. A total depends on every film.
bool leave_out_of_list(Event& event, std::int64_t id) {
  auto& rows = event.outcome.rows;
  if (event.ask.skip != 0 && (rows.empty() || id < rows.front().id)) return false;
  event.ask.require &= ~MOVIE_TOTAL;
  const bool listed = std::erase_if(rows, [id](const Film& film) { return film.id == id; }) != 0;
  if (listed && event.ask.limit != UINT64_MAX) --event.ask.limit;
  return event.ask.limit != 0;
}

/// The event in a world without film `id`: false if nothing is left of it.
bool leave_out(Event& event, std::int64_t id) {
  if (event.ask.id == id) return false;
  if (event.ask.code == MOVIE_OP_LIST) return leave_out_of_list(event, id);
  if (event.ask.code != MOVIE_OP_CREATE && event.ask.code != MOVIE_OP_CREATE_MANY) return true;
  auto rows = rows_that_count(event);
  const auto film = std::ranges::find(rows, id, &Film::id);
  if (film == rows.end()) return true;
  if (event.ask.code == MOVIE_OP_CREATE) return false;
  if (rows.size() != event.ask.source.size()) return true;  // a failure by itself
  event.ask.source.erase(event.ask.source.begin() + (film - rows.begin()));
  rows.erase(film);
  event.outcome.rows = std::move(rows);
  event.outcome.count = static_cast<std::int64_t>(event.ask.source.size());
  return !event.ask.source.empty();
}

History without_film(History history, std::int64_t id) {
  history.films.erase(id);
  std::erase_if(history.events, [id](Event& event) { return !leave_out(event, id); });
  return history;
}

bool shows(const Event& event, const std::function<bool(const Film&)>& what) {
  const bool expects = (event.ask.require & MOVIE_EXPECT) != 0 && what(event.ask.expect);
  return expects || std::ranges::any_of(event.outcome.rows, what);
}

/// Whether another event shows a film as `update` left it.
bool was_seen(const Event& update, const Event& other) {
  const Ask& ask = update.ask;
  return shows(other, [&ask](const Film& film) {
    return ((ask.fields & MOVIE_TITLE) != 0 && film.title == ask.row.title) ||
           ((ask.fields & MOVIE_YEAR) != 0 && film.year == ask.row.year);
  });
}

/// Whether another event shows that film `id` is not there.
bool missed(std::int64_t id, const Event& other) {
  if (other.ask.code != MOVIE_OP_LIST)
    return other.ask.id == id && other.outcome.status == MOVIE_NOT_FOUND;
  return !whole(other.ask) || (other.ask.require & MOVIE_TOTAL) != 0 ||
         !shows(other, [id](const Film& film) { return film.id == id; });
}

/// Whether the others can be explained without it, if they can with it. A create goes with its
/// film.
bool can_go(const History& history, std::size_t at) {
  const Event& event = history.events[at];
  if (only_reads(event)) return true;
  if (event.ask.code != MOVIE_OP_UPDATE && event.ask.code != MOVIE_OP_REMOVE) return false;
  for (std::size_t other = 0; other < history.events.size(); ++other) {
    if (other == at) continue;
    const Event& witness = history.events[other];
    const bool seen = event.ask.code == MOVIE_OP_UPDATE ? was_seen(event, witness)
                                                        : missed(event.ask.id, witness);
    if (seen) return false;
  }
  return true;
}

/// Without what of a thread can go.
History without_thread(History history, unsigned thread) {
  for (std::size_t at = history.events.size(); at-- > 0;) {
    if (history.events[at].thread == thread && can_go(history, at))
      history.events.erase(history.events.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return history;
}

/// Large steps before small ones: whole threads.
History without_threads(History failing) {
  std::set<unsigned> threads;
  for (const Event& event : failing.events) threads.insert(event.thread);
  for (const unsigned thread : threads) {
    History less = without_thread(failing, thread);
    if (less.events.size() < failing.events.size() && fails(less)) failing = std::move(less);
  }
  return failing;
}

}  // namespace

std::vector<History> smaller(const History& history) {
  std::vector<History> all;
  for (const std::int64_t id : ids_of(history)) all.push_back(without_film(history, id));
  for (std::size_t at = 0; at < history.events.size(); ++at) {
    if (!can_go(history, at)) continue;
    all.push_back(history);
    all.back().events.erase(all.back().events.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return all;
}

History shrunken(History failing) {
  failing = without_threads(std::move(failing));
  for (bool again = true; std::exchange(again, false);) {
    for (History& less : smaller(failing)) {
      if (!fails(less)) continue;
      failing = std::move(less);
      again = true;
      break;
    }
  }
  return failing;
}

}  // namespace movie::conformance::history
