#pragma once

#include "filter.hpp"

namespace movie::memory {

/// Looks at the clock now and then, as long as films are looked at.
class Patience {
 public:
  explicit Patience(const sdk::Operation& op) noexcept : deadline_(op.deadline()) {}
  /// To be asked for each film. False: the time is up.
  bool lasts() noexcept {
    if (++looks_ % kStride == 0) late_ = sdk::passed(deadline_);
    return !late_;
  }
  bool late() const noexcept { return late_; }
  sdk::Status status() const noexcept { return late_ ? MOVIE_TIMEOUT : MOVIE_OK; }

 private:
  static constexpr std::uint64_t kStride = 256;
  sdk::Clock::time_point deadline_;
  std::uint64_t looks_ = 0;
  bool late_ = false;
};

/// Takes films in the list's sequence until the host has enough, the limit is reached or the time
/// is up.
class Page {
 public:
  Page(const sdk::Query& query, Residue residue, sdk::Operation& op) noexcept
      : skip_(query.skip), left_(query.limit), residue_(residue), op_(op), patience_(op) {}

  /// For who can leave films behind without looking at them: how many, once. None if some of those
  /// to be taken may not pass.
  std::uint64_t take_skip() noexcept { return residue_.nothing() ? std::exchange(skip_, 0) : 0; }
  bool full() const noexcept { return left_ == 0; }
  sdk::Status status() const noexcept { return patience_.status(); }

  /// False: no more films are wanted.
  bool take(const Film& film) noexcept {
    if (!patience_.lasts()) return false;
    if (!residue_.passes(film)) return true;
    if (skip_ != 0) {
      --skip_;
      return true;
    }
    return op_.emit(film.row()) && --left_ != 0;
  }

 private:
  std::uint64_t skip_, left_;
  Residue residue_;
  sdk::Operation& op_;
  Patience patience_;
};

}  // namespace movie::memory
