#pragma once

#include <limits>
#include <map>
#include <set>
#include <vector>

#include "../client.hpp"

/// What several threads asked of one store at once, and what it said.
namespace movie::conformance::history {

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

/// One operation. It took effect at a moment between `start` and `end`, both CLOCK_MONOTONIC.
struct Event {
  unsigned thread = 0;
  Ask ask{};
  Outcome outcome{};
  std::uint64_t start = 0, end = 0;
  /// A write of unknown outcome: it took effect at some moment after `start`, or never. Its `end`
  /// is kNever; rows stand in a create's outcome only, as far as others saw them.
  bool maybe = false;
};

struct History {
  std::map<std::int64_t, Film> films{};  ///< those that were there before
  std::set<std::int64_t> given{};        ///< every id given before, so never again
  std::vector<Event> events{};           ///< by start
};

/// One film or many.
bool creates(const Event& event);

/// The rows that count: a write that was tried again has emitted the last ones only [S-8].
std::vector<Film> rows_that_count(const Event& event);

/// Makes a history of what was recorded: leaves out what certainly was not done, and finds the ids
/// that creates of unknown outcome gave by the genre, which every created film has for itself
/// and nobody changes.
History settled(History recorded);

/// One line on an event, as pictures and failures show it.
std::string told(const Event& event);

}  // namespace movie::conformance::history
