#include "precedence.hpp"

#include <algorithm>

namespace movie::conformance::history {
namespace {

/// What the event leaves in film `id`.
Film written(const Event& event, std::int64_t id) {
  if (!creates(event)) return event.ask.row;
  const auto rows = rows_that_count(event);
  return *std::ranges::find(rows, id, &Film::id);
}

}  // namespace

Precedence::Precedence(const History& history, const Needs& needs)
    : history_(history), before_(history.events.size(), Events(history.events.size())) {
  for (const auto& [id, film] : history.films) lives_[id].first = true;
  for (std::size_t at = 0; at < history.events.size(); ++at) live(at);
  by_clock();
  for (bool more = true; more;) {
    more = false;
    for (std::size_t at = 0; at < history.events.size(); ++at) {
      for (const Need& need : needs.of(at)) more |= learn(at, need);
    }
  }
}

void Precedence::by_clock() {
  const auto& events = history_.events;
  for (std::size_t later = 0; later < events.size(); ++later) {
    for (std::size_t at = 0; at < events.size(); ++at)
      before_[later][at] = events[at].end < events[later].start;
  }
}

void Precedence::live(std::size_t event) {
  const Event& what = history_.events[event];
  if (only_reads(what)) return;
  const auto once = [&](Life& life, std::optional<std::size_t>& who) {
    life.twice |= who.has_value();
    who = event;
  };
  if (creates(what)) {
    for (const Film& film : rows_that_count(what)) once(lives_[film.id], lives_[film.id].creator);
    return;
  }
  Life& life = lives_[what.ask.id];
  if (what.ask.code == MOVIE_OP_REMOVE) return once(life, life.remover);
  life.changes.push_back(event);
}

bool Precedence::learn(std::size_t event, const Need& need) {
  const Life& life = lives_[need.id];
  if (life.twice || (life.first && life.creator)) return false;
  if (!need.film) return absent(event, life);
  bool more = present(event, life);
  for (const std::uint64_t field : kFields) {
    if ((need.fields & field) != 0) more |= saw(event, need, field, life);
  }
  return more;
}

/// Before the film's creation or behind its removal.
bool Precedence::absent(std::size_t event, const Life& life) {
  const bool ended =
      life.remover && (life.first || (life.creator && before_[event][*life.creator]));
  if (ended) return put(*life.remover, event);
  const bool never_after = !life.remover || before_[*life.remover][event];
  return life.creator && never_after && put(event, *life.creator);
}

bool Precedence::present(std::size_t event, const Life& life) {
  const bool begun = life.creator && put(*life.creator, event);
  const bool left = life.remover && *life.remover != event && put(event, *life.remover);
  return begun || left;
}

/// Where one alone can have written what it saw.
bool Precedence::saw(std::size_t event, const Need& need, std::uint64_t field, const Life& life) {
  const auto wrote = [&](std::size_t at) {
    return same(written(history_.events[at], need.id), *need.film, field);
  };
  std::vector<std::size_t> writers, others;
  if (life.creator && wrote(*life.creator)) writers.push_back(*life.creator);
  for (const std::size_t change : life.changes) {
    if (change == event || (history_.events[change].ask.fields & field) == 0) continue;
    (wrote(change) ? writers : others).push_back(change);
  }
  const bool from_first = life.first && same(history_.films.at(need.id), *need.film, field);
  if (writers.size() + (from_first ? 1 : 0) != 1) return false;
  bool more = !from_first && put(writers.front(), event);
  for (const std::size_t other : others) {
    if (from_first || before_[other][writers.front()]) {
      more |= put(event, other);
    } else if (before_[event][other]) {
      more |= put(other, writers.front());
    }
  }
  return more;
}

bool Precedence::put(std::size_t earlier, std::size_t later) {
  if (before_[later][earlier]) return false;
  Events all = before_[earlier];
  all.set(earlier);
  for (std::size_t at = 0; at < before_.size(); ++at) {
    if (at == later || before_[at][later]) before_[at] |= all;
  }
  return true;
}

}  // namespace movie::conformance::history
