#pragma once

#include "history.hpp"

namespace movie::conformance::history {

/// The least part of a history that is not linearizable that is not either: no thread, film or
/// event more can be left out. Only what never turns a sound history into a false one is left
/// out: a film with all that concerns it; what only reads; a write whose work nobody saw.
History shrunken(History failing);

/// The histories that lack one film or one event more.
std::vector<History> smaller(const History& history);

}  // namespace movie::conformance::history
