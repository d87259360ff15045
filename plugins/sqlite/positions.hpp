#pragma once

#include <cstdint>
#include <map>

namespace movie::sqlite {

/// How many films there are up to some ids, learned from lists: SQLite finds the n-th film only by
/// walking over those before it. Holds for one state of the database; of another nothing is known.
class Positions {
 public:
  /// `passed` films have an id of at most `id`.
  struct Place {
    std::uint64_t passed = 0;
    std::int64_t id = 0;
  };

  /// Forgets all if `state` is not the one that was learned in; false: so it was.
  bool hold_in(unsigned state);
  /// The place known that is nearest, `skip` or fewer films passed.
  [[nodiscard]] Place nearest(std::uint64_t skip) const;
  void learn(Place place);
  /// Whether a place so many films behind the first is worth learning for its own sake.
  static bool worth_learning(std::uint64_t passed) { return passed % kApart == 0; }

 private:
  // A place in each so many films, and so many places; of more all are forgotten.
  static constexpr std::uint64_t kApart = 128, kMost = std::uint64_t{1} << 16;

  std::map<std::uint64_t, Place> places_;  // by passed / kApart the one with the fewest passed
  unsigned state_ = 0;
};

}  // namespace movie::sqlite
