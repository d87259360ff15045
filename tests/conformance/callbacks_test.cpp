#include <chrono>
#include <future>

#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

/// What a store does while it waits in emit or next.
class Callbacks : public Suite {
 protected:
  void SetUp() override {
    if (sessions(2) < 2) GTEST_SKIP() << "a serial store";
  }
  /// Reads on another thread until it is done, for a while: then the store holds it up.
  void read_beside() {
    auto reading = std::async(std::launch::async, [this] {
      Session own = store().session(false);
      return statuses(own.run({get(1), list(), ping()}));
    });
    if (reading.wait_for(std::chrono::seconds(10)) == std::future_status::ready)
      EXPECT_THAT(reading.get(), ElementsAre(MOVIE_OK, MOVIE_OK, MOVIE_OK));
    else
      beside_ = std::move(reading), ADD_FAILURE() << "a read waits for another session's callback";
  }

  std::future<std::vector<std::int32_t>> beside_;  ///< ends once the callback has
};

TEST_P(Callbacks, ReadsGoOnWhileAListIsEmitted) {  // [S-74]
  for (int at = 0; at < 100; ++at) make("Alien");
  Ask slow = list();
  slow.meanwhile = [this] { read_beside(); };
  EXPECT_THAT(run(slow).rows, SizeIs(100));
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
