#pragma once

#include <algorithm>
#include <vector>

#include "film.hpp"

namespace movie::memory {

/// The films that a list is of.
struct Filter {
  explicit Filter(const sdk::Query& query)
      : year_min(query.year_min), year_max(query.year_max), contains(query.contains) {
    for (std::size_t at = 0; at < query.genres.size(); ++at) genres.push_back(query.genres[at]);
    std::sort(genres.begin(), genres.end());
    genres.erase(std::unique(genres.begin(), genres.end()), genres.end());
  }
  bool any_genre() const noexcept { return genres.empty(); }
  bool any_year() const noexcept { return year_min == INT32_MIN && year_max == INT32_MAX; }

  std::vector<std::string_view> genres;  // ascending, each once; none: any
  std::int32_t year_min, year_max;
  sdk::Texts contains;
};

/// The parts of a filter that an order does not answer, looked at film by film.
class Residue {
 public:
  enum Part : unsigned { kNone = 0, kGenres = 1, kYears = 2, kContains = 4 };

  Residue() = default;
  Residue(const Filter& filter, unsigned parts) noexcept : filter_(&filter), parts_(parts) {
    if (filter.any_genre()) parts_ &= ~unsigned{kGenres};
    if (filter.any_year()) parts_ &= ~unsigned{kYears};
    if (filter.contains.empty()) parts_ &= ~unsigned{kContains};
  }

  /// Every film passes.
  bool nothing() const noexcept { return parts_ == kNone; }
  bool passes(const Film& film) const noexcept { return nothing() || passes_parts(film); }

 private:
  bool passes_parts(const Film& film) const noexcept {
    const std::int32_t year = film.year();
    if ((parts_ & kYears) != 0 && (year < filter_->year_min || year > filter_->year_max)) {
      return false;
    }
    if ((parts_ & kGenres) != 0 && !has_genre(film.genre())) return false;
    return (parts_ & kContains) == 0 || contains(film.title_key());
  }
  bool has_genre(std::string_view genre) const noexcept {
    return std::binary_search(filter_->genres.begin(), filter_->genres.end(), genre);
  }
  bool contains(std::string_view key) const noexcept {
    for (std::size_t at = 0; at < filter_->contains.size(); ++at) {
      if (key.find(filter_->contains[at]) == std::string_view::npos) return false;
    }
    return true;
  }

  const Filter* filter_ = nullptr;
  unsigned parts_ = kNone;
};

}  // namespace movie::memory
