#include "beside.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

namespace movie::conformance {
namespace {

TEST(Beside, IsEndedWhereACaseReturnsInTheMiddle) {
  bool told = false;
  [&told] {
    const Beside work([&told](const std::stop_token& enough) {
      told = soon([&enough] { return enough.stop_requested(); });
    });
    return;
  }();
  EXPECT_TRUE(told);
}

TEST(Beside, MakesWhatItsWorkThrowsAFailure) {
  EXPECT_NONFATAL_FAILURE_ON_ALL_THREADS(
      Beside([] { throw Refusal(MOVIE_BUSY, "too many sessions"); }).wait(),
      "status 5: too many sessions");
}

/// A store that is always busy.
std::int32_t busy(movie_session*, const movie_call* call) {
  call->ops[0]->result->status = MOVIE_BUSY;
  return MOVIE_OK;
}

TEST(Persistently, FailsWithAStoreThatStaysBusy) {
  movie_plugin plugin{};
  plugin.session_close = [](movie_session*) {};
  plugin.execute = busy;
  Session session(plugin, nullptr, 0);
  EXPECT_NONFATAL_FAILURE(persistently(session, ping(), std::chrono::milliseconds(5)),
                          "operation 6 was BUSY for 5 ms");
}

}  // namespace
}  // namespace movie::conformance
