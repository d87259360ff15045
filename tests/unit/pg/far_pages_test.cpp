// Pages that begin far behind the first film, which a walk in hops finds.

#include "pg_test.hpp"

namespace movie::pg {
namespace {

using testing::Each;
using testing::ElementsAre;

class PgFarPages : public PgTest {
 protected:
  /// 80,000 films, two of three ids; and rows that no list shows.
  void SetUp() override {
    PgTest::SetUp();
    if (IsSkipped() || HasFailure()) return;
    other(
        "INSERT INTO movies (id, title, year, genre, title_key) SELECT n, 'Alien', 2000, 'Drama', "
        "'alien' FROM generate_series(-1000, 119999) n WHERE n < 1 OR n % 3 > 0");
  }
  std::vector<Outcome> pages(const std::vector<Ask>& asks) {
    return session_->run(asks, 0, in(milliseconds(20'000)));
  }
  static std::vector<std::int64_t> ids(const Outcome& outcome) {
    std::vector<std::int64_t> found;
    for (const Film& film : outcome.rows) found.push_back(film.id);
    return found;
  }
};

TEST_F(PgFarPages, AreWhereTheFilmsAre) {
  const auto found = pages({page(79'997, 10), page(40'000, 3), page(45'000, 1), page(80'000, 10),
                            page(45'001, 1), page(5'000'000'000, 10), page(45'000, 2)});
  EXPECT_THAT(statuses(found), Each(MOVIE_OK));
  EXPECT_THAT(ids(found[0]), ElementsAre(119'996, 119'998, 119'999));
  EXPECT_THAT(ids(found[1]), ElementsAre(60'001, 60'002, 60'004));
  EXPECT_THAT(ids(found[2]), ElementsAre(67'501));
  EXPECT_THAT(ids(found[3]), ElementsAre());
  EXPECT_THAT(ids(found[4]), ElementsAre(67'502));
  EXPECT_THAT(ids(found[5]), ElementsAre());
  EXPECT_THAT(ids(found[6]), ElementsAre(67'501, 67'502));
}

TEST_F(PgFarPages, OfACallAreOfOneMoment) {
  Ask first = page(40'000, 2);
  first.meanwhile = [this] { other("DELETE FROM movies WHERE id < 1000 OR id = 60004"); };
  const auto found = pages({first, page(40'002, 1)});
  EXPECT_THAT(ids(found[0]), ElementsAre(60'001, 60'002));
  EXPECT_THAT(ids(found[1]), ElementsAre(60'004));
}

TEST_F(PgFarPages, AreFoundOnANewConnectionIfTheirsIsLost) {
  Ask first = page(40'000, 2);
  first.meanwhile = [this] { terminate_backends(true); };
  const auto found = pages({first, page(60'000, 1), create("Brazil"), get(1)});
  EXPECT_THAT(statuses(found), Each(MOVIE_OK)) << found[1].message;
  EXPECT_THAT(ids(found[0]), ElementsAre(60'001, 60'002));
  EXPECT_THAT(ids(found[1]), ElementsAre(90'001));
}

TEST_F(PgFarPages, EndAtTheDeadline) {
  Ask first = page(40'000, 2);
  first.meanwhile = [] { std::this_thread::sleep_for(milliseconds(150)); };
  const auto found = session_->run({first, page(60'000, 1)}, 0, in(milliseconds(100)));
  EXPECT_EQ(found[1].status, MOVIE_TIMEOUT) << found[1].message;
  EXPECT_LT(until_ok(*session_, get(1)), milliseconds(2'000));
}

TEST_F(PgFarPages, AreFoundBehindAPooler) {
  open(database_->url() + (database_->url().find('?') == std::string::npos ? "?" : "&") +
       "pooler=transaction");
  const auto found = pages({page(40'000, 1), create("Brazil"), page(60'000, 1)});
  EXPECT_THAT(statuses(found), Each(MOVIE_OK)) << found[0].message;
  EXPECT_THAT(ids(found[0]), ElementsAre(60'001));
}

}  // namespace
}  // namespace movie::pg
