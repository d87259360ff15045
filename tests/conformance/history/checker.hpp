#pragma once

#include "model.hpp"

namespace movie::conformance::history {

enum class Verdict {
  kLinearizable,     ///< one order of the events explains them all
  kNotLinearizable,  ///< none does
  kGaveUp            ///< the budget ran out: no pass
};

struct Finding {
  Verdict verdict = Verdict::kGaveUp;
  std::vector<std::size_t> order{};  ///< events that could follow each other; the longest found
  State state{};                     ///< after these
  std::size_t stuck = 0;             ///< the event that could not follow, if not linearizable
  std::uint64_t visited = 0;         ///< nodes of the search
};

/// Steps of the search, each a state reached by a set of events.
constexpr std::uint64_t kBudget = 300'000;

/// Whether the events, each put at one moment between its start and its end, are what one thread
/// would have seen: Wing & Gong's search with Lowe's cache of what was visited (a set of events
/// done, and the state they led to), over the orders that clocks and what was seen leave (see
/// Precedence). An unknown event may come at any time from its start on, or never.
Finding check(const History& history, std::uint64_t budget = kBudget);

}  // namespace movie::conformance::history
