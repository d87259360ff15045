#pragma once

#include "page.hpp"
#include "ranges.hpp"

namespace movie::memory {

/// Films that come in any order, counted and kept to be sorted unless they are too many.
class Found {
 public:
  /// Sorting looks at no clock: this many titles take some 30 ms.
  static constexpr std::uint64_t kMost = 1u << 16;

  void add(const Film& film) {
    if (kept() && films_.size() == kMost) {
      films_ = {};
      kept_ = false;
    }
    if (kept()) films_.push_back(&film);
  }
  bool kept() const noexcept { return kept_; }

  /// Puts the page's films first and hands them over.
  void emit(const sdk::Query& query, Page& page) {
    const std::uint64_t skip = page.take_skip();
    if (page.full() || skip >= films_.size()) return;
    const std::uint64_t wanted = std::min(query.limit, films_.size() - skip);
    const auto first = films_.begin() + static_cast<std::ptrdiff_t>(skip);
    const auto last = first + static_cast<std::ptrdiff_t>(wanted);
    const Sequence sequence(query);
    if (skip != 0) std::nth_element(films_.begin(), first, films_.end(), sequence);
    std::partial_sort(first, last, films_.end(), sequence);
    for (auto film = first; film != last && page.take(**film); ++film) {
    }
  }

 private:
  std::vector<const Film*> films_;
  bool kept_ = true;
};

}  // namespace movie::memory
