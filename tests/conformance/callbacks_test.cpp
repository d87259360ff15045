#include "beside.hpp"
#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::Each;
using testing::SizeIs;

/// What a store does while it waits in emit or next.
class Callbacks : public Suite {
 protected:
  void SetUp() override {
    if (alone(false)) GTEST_SKIP() << kAlone;
  }
  /// Runs them in another session until they are done, for a while: then the store holds them up.
  void run_beside(bool writer, const std::vector<Ask>& asks) {
    beside_.emplace([this, writer, asks] {
      Another other = another(writer);
      found_ = statuses(other.session.run(asks));
    });
    ASSERT_TRUE(soon([this] { return beside_->over(); }, std::chrono::seconds(10)))
        << "waits for another session's callback";
    EXPECT_THAT(found_, Each(MOVIE_OK));
  }
  void read_beside() { run_beside(false, {get(1), list(), ping()}); }

 private:
  std::vector<std::int32_t> found_;
  std::optional<Beside> beside_;  ///< may end only once the callback has
};

TEST_P(Callbacks, ReadsGoOnWhileAListIsEmitted) {  // [S-74]
  for (int at = 0; at < 100; ++at) make("Alien");
  Ask slow = list();
  slow.meanwhile = [this] { read_beside(); };
  EXPECT_THAT(run(slow).rows, SizeIs(100));
}

TEST_P(Callbacks, WritesGoOnWhileAReadIsEmitted) {  // [S-74]
  if (alone(true)) GTEST_SKIP() << kOneWriter;
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
  MOVIE_NEEDS(MOVIE_MANY);
  make("Alien");
  Ask slow = create_many({{0, "Brazil", 1985, "Comedy"}, {0, "Cube", 1997, "Horror"}});
  slow.meanwhile = [this] { read_beside(); };
  EXPECT_EQ(status(slow), MOVIE_OK);
}

MOVIE_CONFORMS(Callbacks);

}  // namespace
}  // namespace movie::conformance
