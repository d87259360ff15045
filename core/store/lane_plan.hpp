#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "store/operation.hpp"
#include "store/store.hpp"

namespace movie::store {

/// Operations wait by class, so that a long list never stands before a point read, nor a read
/// before a commit; and what is alike gathers, for a store that can do many of a kind for little
/// more than one.
enum class OpClass : std::size_t { write, bulk, point, page, pick, deep, scan };
constexpr std::size_t kClasses = 7;
constexpr std::array<OpClass, kClasses> kAllClasses{OpClass::write, OpClass::bulk, OpClass::point,
                                                    OpClass::page,  OpClass::pick, OpClass::deep,
                                                    OpClass::scan};

/// bulk: create_many, which is a transaction of its own; point: get, ping; page: lists along one
/// index (by id, of one genre, or sorted) that touch at most 10,000 rows; pick: those that indexes
/// lead to, too, but that cost more (of several genres, of years, a genre by year, counted); deep:
/// lists by id that only pass over more; scan: all other lists. `capabilities`: the plug-in's.
OpClass class_of(const Operation& operation, std::uint64_t capabilities);

/// Something for each class.
template <class T>
class PerClass {
 public:
  T& operator[](OpClass which) { return values_[static_cast<std::size_t>(which)]; }
  const T& operator[](OpClass which) const { return values_[static_cast<std::size_t>(which)]; }

 private:
  std::array<T, kClasses> values_{};
};

/// How the sessions that a store allows are used.
struct LanePlan {
  struct Lane {
    std::string name;
    bool writer = false;
    PerClass<bool> serves;
  };
  std::vector<Lane> lanes;
  std::uint64_t capabilities = 0;   ///< the plug-in's
  PerClass<std::size_t> batch;      ///< most operations a lane takes at once
  PerClass<std::size_t> at_once;    ///< most lanes that work on a class at once
  std::size_t inline_sessions = 0;  ///< how many entrances may have a session of their own
  bool inline_writer = false;       ///< whether those sessions write, too
  std::uint64_t inline_verbs = 0;   ///< bit 1 << verb: what they may be asked for
};

LanePlan plan_lanes(const Limits& limits, std::uint64_t capabilities);

/// Whether it is worth trying on the caller's thread, with NO_WAIT.
bool runs_inline(const Operation& operation, const LanePlan& plan);

}  // namespace movie::store
