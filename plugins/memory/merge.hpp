#pragma once

#include <bit>

#include "ranges.hpp"

namespace movie::memory {

/// Several ranges of a tree, in each of which films lie in the list's sequence, as one: a heap of
/// the ranges by their next films, which are fetched a few at a time.
template <class Order>
class Merge {
 public:
  Merge(const Tree<Order>& films, const Ranges& ranges, Sequence sequence)
      : films_(films), sequence_(sequence) {
    for (const Range& range : ranges) strata_.push_back({range, {}, 0, 0});
    heap_.reserve(strata_.size());
  }

  /// Leaves the first `skip` films behind; before walk. Takes strides: of the films that lie
  /// `stride` deep in each stratum the first is no later than the strata * (stride - 1) + 1st of
  /// all, so all up to it go at once. Then shorter ones. For k strata of n films that is about
  /// k log n looks into the tree.
  void skip(std::uint64_t skip) {
    if (skip == 0 || strata_.empty()) return;
    const std::uint64_t strata = strata_.size();
    std::uint64_t stride = std::bit_floor(std::max<std::uint64_t>(skip / strata, 1));
    for (; stride != 0 && skip != 0; stride /= 2) {
      fill_heap([&](Stratum& stratum) { return peek(stratum, stride); });
      while (skip > strata * (stride - 1) && !heap_.empty()) {
        skip -= stride;
        step([&](Stratum& stratum) {
          leave(stratum.range, stride);
          return peek(stratum, stride);
        });
      }
    }
  }

  /// Visits what is left until `visit` returns false.
  template <class Visit>
  void walk(Visit&& visit) {
    const auto next = [this](Stratum& stratum) { return take(stratum); };
    fill_heap(next);
    while (!heap_.empty() && visit(*heap_.front().film)) step(next);
  }

 private:
  static constexpr std::uint32_t kChunk = 16;
  struct Stratum {
    Range range;  // not fetched yet
    std::array<const Film*, kChunk> chunk;
    std::uint32_t at, size;  // of the chunk
  };
  struct Head {
    const Film* film;
    Stratum* stratum;
  };

  /// `next` gives a stratum's next film, or null.
  template <class Next>
  void fill_heap(Next next) {
    heap_.clear();
    for (Stratum& stratum : strata_) {
      if (const Film* const film = next(stratum)) heap_.push_back({film, &stratum});
    }
    std::make_heap(heap_.begin(), heap_.end(), later());
  }
  /// Puts another film of the same stratum in the place of the first.
  template <class Next>
  void step(Next next) {
    std::pop_heap(heap_.begin(), heap_.end(), later());
    heap_.back().film = next(*heap_.back().stratum);
    if (heap_.back().film == nullptr) return heap_.pop_back();
    std::push_heap(heap_.begin(), heap_.end(), later());
  }
  auto later() const noexcept {
    return [this](const Head& a, const Head& b) { return sequence_(b.film, a.film); };
  }

  /// The film `depth` deep in what is left of a stratum, from 1; null: it is not as deep.
  const Film* peek(const Stratum& stratum, std::uint64_t depth) const noexcept {
    const Range& range = stratum.range;
    if (range.size() < depth) return nullptr;
    return &Order::film(
        films_.at(sequence_.descending ? range.to - depth : range.from + depth - 1));
  }
  void leave(Range& range, std::uint64_t films) const noexcept {
    if (sequence_.descending) {
      range.to -= films;
    } else {
      range.from += films;
    }
  }
  const Film* take(Stratum& stratum) const {
    if (stratum.at == stratum.size) fetch(stratum);
    return stratum.at < stratum.size ? stratum.chunk[stratum.at++] : nullptr;
  }
  void fetch(Stratum& stratum) const {
    stratum.at = stratum.size = 0;
    const std::uint64_t wanted = std::min<std::uint64_t>(kChunk, stratum.range.size());
    if (wanted == 0) return;
    walk_range(films_, stratum.range, sequence_.descending, [&](const Film& film) {
      stratum.chunk[stratum.size++] = &film;
      return stratum.size < wanted;
    });
    leave(stratum.range, stratum.size);
  }

  const Tree<Order>& films_;
  Sequence sequence_;
  std::vector<Stratum> strata_;
  std::vector<Head> heap_;
};

}  // namespace movie::memory
