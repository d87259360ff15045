#include "beside.hpp"
#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

/// What a store does while it waits in emit or next.
class Callbacks : public Suite {
 protected:
  void SetUp() override {
    if (alone(false)) GTEST_SKIP() << "a serial store";
    other_.emplace(another(false));
  }
  /// Reads in another session, for a while: then the store holds it up.
  void read_beside() {
    reading_.emplace([this] { read_ = statuses(other_->session.run({get(1), list(), ping()})); });
    ASSERT_TRUE(soon([this] { return reading_->over(); }, std::chrono::seconds(10)))
        << "a read waits for another session's callback";
    EXPECT_THAT(read_, ElementsAre(MOVIE_OK, MOVIE_OK, MOVIE_OK));
  }

 private:
  std::optional<Another> other_;
  std::vector<std::int32_t> read_;
  std::optional<Beside> reading_;  ///< may end only once the callback has
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
  if (const std::string why = lacks(MOVIE_MANY); !why.empty()) GTEST_SKIP() << why;
  make("Alien");
  Ask slow = create_many({{0, "Brazil", 1985, "Comedy"}, {0, "Cube", 1997, "Horror"}});
  slow.meanwhile = [this] { read_beside(); };
  EXPECT_EQ(status(slow), MOVIE_OK);
}

MOVIE_CONFORMS(Callbacks);

}  // namespace
}  // namespace movie::conformance
