#pragma once

#include "history.hpp"

/// The store as one thread would see it: what each operation of movie/store.h does and says.
namespace movie::conformance::history {

struct State {
  std::map<std::int64_t, Film> films{};
  std::set<std::int64_t> given{};  ///< in this history; History::given has those before
  bool operator==(const State&) const = default;
};

/// Whether the event, as it ended, can happen now. If so, the state is as it leaves it.
bool step(State& state, const Event& event, const std::set<std::int64_t>& given_before);

/// Whether it leaves every state as it is.
bool only_reads(const Event& event);

}  // namespace movie::conformance::history
