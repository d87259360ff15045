#pragma once

#include "needs.hpp"

namespace movie::conformance::history {

/// What certainly came before what. Told by the clocks, and by what was seen: almost every value
/// is written once, so who sees it comes behind its writer, and before whoever overwrote it if
/// that came behind its writer. Each such pair may tell more of them. A write of unknown outcome
/// comes before what saw it alone.
class Precedence {
 public:
  Precedence(const History& history, const Needs& needs);
  /// The events without which this one cannot come. In a history that no order explains, an event
  /// may have to come before itself.
  const Events& before(std::size_t event) const { return before_[event]; }

 private:
  /// What is done to a film by whom; none: nobody.
  struct Life {
    bool first = false;  ///< there before the first event
    std::optional<std::size_t> creator{}, remover{};
    std::vector<std::size_t> changes{};
    bool twice = false;  ///< one of these, by several: nothing is told
  };

  void by_clock();
  void live(std::size_t event);
  bool learn(std::size_t event, const Need& need);
  bool absent(std::size_t event, const Life& life);
  bool present(std::size_t event, const Life& life);
  bool saw(std::size_t event, const Need& need, std::uint64_t field, const Life& life);
  bool put(std::size_t earlier, std::size_t later);

  const History& history_;
  std::map<std::int64_t, Life> lives_;
  std::vector<Events> before_;
};

}  // namespace movie::conformance::history
