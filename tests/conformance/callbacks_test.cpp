#include <chrono>
#include <future>

#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::Each;
using testing::SizeIs;

/// What a store does while it waits in emit or next.
class Callbacks : public Suite {
 protected:
  void SetUp() override {
    if (sessions(2) < 2) GTEST_SKIP() << "a serial store";
  }
  /// Runs them on another thread until they are done, for a while: then the store holds them up.
  void run_beside(bool writer, const std::vector<Ask>& asks) {
    auto running = std::async(std::launch::async, [this, writer, asks] {
      Session own = store().session(writer);
      return statuses(own.run(asks));
    });
    if (running.wait_for(std::chrono::seconds(10)) == std::future_status::ready)
      EXPECT_THAT(running.get(), Each(MOVIE_OK));
    else
      beside_ = std::move(running), ADD_FAILURE() << "waits for another session's callback";
  }
  void read_beside() { run_beside(false, {get(1), list(), ping()}); }

  std::future<std::vector<std::int32_t>> beside_;  ///< ends once the callback has
};

TEST_P(Callbacks, ReadsGoOnWhileAListIsEmitted) {  // [S-74]
  for (int at = 0; at < 100; ++at) make("Alien");
  Ask slow = list();
  slow.meanwhile = [this] { read_beside(); };
  EXPECT_THAT(run(slow).rows, SizeIs(100));
}

TEST_P(Callbacks, WritesGoOnWhileAReadIsEmitted) {  // [S-74]
  make("Alien");
  for (Ask slow : {get(1), list()}) {
    slow.meanwhile = [this] { run_beside(true, {create("Brazil")}); };
    EXPECT_EQ(status(slow), MOVIE_OK) << "operation " << slow.code;
  }
}

TEST_P(Callbacks, ReadsGoOnWhileAWriteIsEmitted) {  // [S-74]
  make("Alien");
  for (Ask slow : {create("Brazil"), update(1, MOVIE_YEAR, {0, "", 1985, ""})}) {
    slow.meanwhile = [this] { read_beside(); };
    EXPECT_EQ(status(slow), MOVIE_OK) << "operation " << slow.code;
  }
}

TEST_P(Callbacks, ReadsGoOnWhileManyAreFetched) {  // [S-74]
  if (!can(MOVIE_MANY)) GTEST_SKIP() << "does not claim MANY";
  make("Alien");
  Ask slow = create_many({{0, "Brazil", 1985, "Comedy"}, {0, "Cube", 1997, "Horror"}});
  slow.meanwhile = [this] { read_beside(); };
  EXPECT_EQ(status(slow), MOVIE_OK);
}

MOVIE_CONFORMS(Callbacks);

}  // namespace
}  // namespace movie::conformance
