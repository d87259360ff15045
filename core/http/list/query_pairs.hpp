#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace movie::http {

/// What a list can be asked for, each at most once; of one given twice the last counts.
enum class Parameter : std::size_t {
  skip,
  limit,
  genre,
  q,
  year,
  year_min,
  year_max,
  sort,
  after_id,
  count,
  page_size,
  page,
  format
};
inline constexpr std::array<std::string_view, 13> kParameters{
    "skip", "limit",    "genre", "q",         "year", "year_min", "year_max",
    "sort", "after_id", "count", "page_size", "page", "format"};

/// The one that may be given several times.
inline constexpr std::string_view kGenreIn = "genre_in";

constexpr std::string_view name_of(Parameter which) {
  return kParameters[static_cast<std::size_t>(which)];
}

/// Calls `visit` with each pair of a query string: the key decoded, and the pair as it was sent.
void for_each_pair(std::string_view query,
                   const std::function<void(std::string_view key, std::string_view pair)>& visit);

/// The pairs of one query string that mean something to a list, found in one go.
class QueryPairs {
 public:
  explicit QueryPairs(std::string_view query);

  /// Decoded.
  [[nodiscard]] std::optional<std::string> value(Parameter which) const;
  /// Each of them, decoded.
  [[nodiscard]] const std::vector<std::string>& genre_in() const { return genre_in_; }
  /// Something but skip, limit, genre is given; `page` means nothing alone.
  [[nodiscard]] bool asks_for_more() const;

 private:
  std::array<std::optional<std::string_view>, kParameters.size()> values_;
  std::vector<std::string> genre_in_;
};

}  // namespace movie::http
