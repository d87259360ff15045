#include "suite.hpp"

namespace movie::conformance {
namespace {

/// That of open. What the deadline of a call means stands with what the call does.
class Deadlines : public Suite {};

TEST_P(Deadlines, OpenKeepsToItsOwn) {  // [S-75]
  close();
  const std::uint64_t deadline = monotonic_ns() + 2'000'000'000u;
  const movie_open how{sizeof how, 0, nullptr, {url().data(), url().size()}, nullptr, deadline};
  movie_limits limits{};
  limits.struct_size = sizeof limits;
  movie_error error{sizeof error, 0, nullptr, 0};
  movie_store* store = nullptr;
  const std::int32_t status = plugin().open(&how, &store, &limits, &error);
  EXPECT_LT(monotonic_ns(), deadline + 100'000'000u);
  EXPECT_EQ(status, MOVIE_OK);
  if (status == MOVIE_OK) plugin().close(store);
}

MOVIE_CONFORMS(Deadlines);

}  // namespace
}  // namespace movie::conformance
