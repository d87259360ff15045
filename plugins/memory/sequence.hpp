#pragma once

#include "film.hpp"

namespace movie::memory {

/// The order of a list: by its sort, then by id; both turned round by `descending`.
struct Sequence {
  explicit Sequence(const sdk::Query& query) noexcept
      : sort(query.sort), descending(query.descending) {}

  /// `one` comes before `other`.
  bool operator()(const Film* one, const Film* other) const noexcept {
    return descending ? less(*other, *one) : less(*one, *other);
  }
  bool by_id() const noexcept { return sort == 0; }

  std::uint32_t sort;
  bool descending;

 private:
  bool less(const Film& one, const Film& other) const noexcept {
    if (sort == MOVIE_YEAR && one.year() != other.year()) return one.year() < other.year();
    if (sort == MOVIE_TITLE || sort == MOVIE_GENRE) {
      const int order = sort == MOVIE_TITLE ? one.title().compare(other.title())
                                            : one.genre().compare(other.genre());
      if (order != 0) return order < 0;
    }
    return one.id() < other.id();
  }
};

/// Which ids a list that is ordered by them begins behind: [from, to).
struct Ids {
  std::int64_t from = INT64_MIN;
  std::int64_t to = INT64_MAX;  // no film gets as far

  static Ids behind(const sdk::Query& query) noexcept {
    if (query.sort != 0 || query.after == 0) return {};
    if (query.descending) return {INT64_MIN, query.after};
    return {query.after == INT64_MAX ? INT64_MAX : query.after + 1, INT64_MAX};
  }
  bool has(std::int64_t id) const noexcept { return from <= id && id < to; }
};

}  // namespace movie::memory
