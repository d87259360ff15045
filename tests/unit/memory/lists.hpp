#pragma once

#include <map>
#include <string>
#include <vector>

#include "catalogue.hpp"

namespace movie::test {

/// A list's question, owning its texts.
struct Ask {
  std::vector<std::string> genres, contains;
  std::int32_t year_min = INT32_MIN, year_max = INT32_MAX;
  std::uint32_t sort = 0;
  bool descending = false;
  std::int64_t after = 0;
  std::uint64_t skip = 0, limit = UINT64_MAX;
  bool total = true;
  std::uint64_t stop_after = UINT64_MAX;  // films, then emit says stop
  sdk::Clock::time_point deadline = sdk::Clock::time_point::max();
};
std::ostream& operator<<(std::ostream& out, const Ask& ask);

struct Answer {
  std::int32_t status = MOVIE_UNSET;
  std::vector<std::int64_t> ids;
  std::int64_t total = -1;  // -1: not told
  bool operator==(const Answer&) const = default;
};

/// What the plug-in answers.
Answer answer(const memory::Catalogue& films, const Ask& ask);

/// A film of the model.
struct Plain {
  std::string title, key, genre;
  std::int32_t year;
};
/// The same question over the same films, in the plainest way.
Answer expected(const std::map<std::int64_t, Plain>& films, const Ask& ask);

}  // namespace movie::test
