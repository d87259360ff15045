#include "said.hpp"

#include <gtest/gtest.h>

namespace movie::conformance {
namespace {

bool not_done(std::int32_t status) { return status >= MOVIE_BUSY && status <= MOVIE_FULL; }

/// Modulo 2^64.
std::size_t grows_by(const Ask& ask) {
  if (ask.code == MOVIE_OP_REMOVE) return static_cast<std::size_t>(-1);
  if (ask.code == MOVIE_OP_CREATE_MANY) return ask.source.size();
  return ask.code == MOVIE_OP_CREATE ? 1 : 0;
}

}  // namespace

void Said::expect(const std::vector<Film>& there) const {
  std::map<std::string, int> times;
  for (const Film& film : there) ++times[film.title];
  for (const auto& [title, status] : said_) {
    const auto found = times.find(title);
    const int found_times = found == times.end() ? 0 : found->second;
    EXPECT_GE(found_times, status == MOVIE_OK ? 1 : 0) << title << " was acknowledged";
    EXPECT_LE(found_times, not_done(status) ? 0 : 1) << title << " ended with status " << status;
  }
}

void expect_told(const Ask& ask, const Outcome& outcome, const std::vector<Film>& before,
                 const std::vector<Film>& after) {
  const std::int32_t status = outcome.status;
  const bool changed = after != before;
  if (ask.code == MOVIE_OP_LIST) {
    EXPECT_FALSE(changed);
    EXPECT_TRUE(status != MOVIE_OK || outcome.rows == before) << "a list with something missing";
  } else {
    EXPECT_EQ(after.size(), before.size() + (changed ? grows_by(ask) : 0)) << "half done, or twice";
  }
  if (status == MOVIE_OK || not_done(status)) {
    EXPECT_EQ(changed, status == MOVIE_OK && ask.code != MOVIE_OP_LIST)
        << "status " << status << ": " << outcome.message;
  } else {
    EXPECT_TRUE(status == MOVIE_UNKNOWN || status == MOVIE_INTERNAL)
        << status << ": " << outcome.message;
  }
}

}  // namespace movie::conformance
