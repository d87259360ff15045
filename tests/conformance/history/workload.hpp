#pragma once

#include "history.hpp"

namespace movie::conformance::history {

/// A thread's way into the store.
struct Seat {
  Session session;
  bool writer = true;  ///< no writer gets no writes [S-67]
};

/// Lets threads work on one store and writes down what they see. What they ask is chosen by the
/// seed and by what the store answered; how they meet is up to the machine.
class Workload {
 public:
  /// A thread each; the first one writes. `calls`: of each thread in a history.
  Workload(std::vector<Seat> seats, unsigned calls, std::uint64_t capabilities);

  /// One history, from a few films that are there to a list of all at its end.
  History record(std::uint64_t seed);

 private:
  void few_films(std::uint64_t seed);
  std::vector<Film> listed();

  Session& first() { return seats_.front().session; }

  std::vector<Seat> seats_;
  const unsigned calls_;
  const std::uint64_t capabilities_;
  std::set<std::int64_t> given_;
};

}  // namespace movie::conformance::history
