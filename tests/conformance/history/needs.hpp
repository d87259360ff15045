#pragma once

#include <array>
#include <boost/dynamic_bitset.hpp>
#include <optional>

#include "model.hpp"

namespace movie::conformance::history {

/// Some of a history's events, by index.
using Events = boost::dynamic_bitset<>;

inline constexpr std::array kFields{MOVIE_TITLE, MOVIE_YEAR, MOVIE_GENRE};

/// Of one of these.
bool same(const Film& one, const Film& other, std::uint64_t field);

/// What has to hold of one film at the moment an event takes effect.
struct Need {
  std::int64_t id = 0;
  std::optional<Film> film{};  ///< none: it must not be there
  std::uint64_t fields = 0;    ///< which of its members must be so
};

/// Tells early that an event can no longer happen: what it needs is not so, and nothing that is
/// still to come makes it so. Spares the search all the orders of what does not matter.
class Needs {
 public:
  explicit Needs(const History& history);
  const std::vector<Need>& of(std::size_t event) const { return needs_[event]; }
  /// An event that is not done and never can be; none: nothing speaks against any.
  std::optional<std::size_t> hopeless(const State& state, const Events& done) const;
  /// The films that are not yet as the event needs them.
  std::set<std::int64_t> missing(std::size_t event, const State& state) const;

 private:
  std::vector<Need> of(const Event& event) const;
  std::vector<Need> of_list(const Event& event) const;
  bool can_become(const Need& need, const State& state, std::size_t of, const Events& done) const;
  template <class Does>
  bool comes(std::int64_t id, std::size_t besides, const Events& done, Does does) const;

  const History& history_;
  std::set<std::int64_t> ids_;
  std::map<std::int64_t, std::vector<std::size_t>> writers_;
  std::vector<std::vector<Need>> needs_;
};

}  // namespace movie::conformance::history
