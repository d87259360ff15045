#include "tool.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Seed : public Tool {};

TEST_F(Seed, BringsUpANewStoreAndFillsIt) {
  const std::string out = done({"seed"});
  EXPECT_THAT(out, StartsWith("Mode: sqlite, URL: sqlite:///./data/movies.db\n"));
  EXPECT_THAT(out, HasSubstr("Seeded 5 movies in sqlite.\n"));
  EXPECT_EQ(exported(),
            "id,title,year,genre\r\n1,Sample 1,2010,Sci-Fi\r\n2,Sample 2,2011,Sci-Fi\r\n3,Sample "
            "3,2012,Sci-Fi\r\n"
            "4,Sample 4,2013,Sci-Fi\r\n5,Sample 5,2014,Sci-Fi\r\n");
}

TEST_F(Seed, IsIdempotentUnderBothNames) {
  done({"bootstrap", "--sample", "3"});
  const std::string before = exported();
  EXPECT_THAT(done({"seed", "--sample", "7"}), HasSubstr("Database already seeded; skipping.\n"));
  EXPECT_EQ(exported(), before);
}

TEST_F(Seed, AnyMovieMeansSeeded) {
  done({"migrate", "up"});
  done({"import", "-"}, "title,year,genre\nAlien,1979,Horror\n");
  EXPECT_THAT(done({"seed"}), HasSubstr("already seeded"));
}

TEST_F(Seed, YearsBeginAgainAfter2100) {
  EXPECT_THAT(done({"seed", "--sample=92"}), HasSubstr("Seeded 92 movies"));
  EXPECT_THAT(exported(), HasSubstr("91,Sample 91,2100,Sci-Fi\r\n92,Sample 92,1888,Sci-Fi\r\n"));
}

TEST_F(Seed, TwoAtOnceGiveOneSet) {
  for (int round = 0; round < 5; ++round) {
    done({"migrate", "up"});
    done({"reset", "--yes"});
    Process first(start({"seed"})), second(start({"seed"}));
    const std::string both = first.wait().out + second.wait().out;
    EXPECT_THAT(both, testing::AllOf(HasSubstr("Seeded 5"), HasSubstr("already seeded")));
    EXPECT_THAT(exported(), testing::EndsWith("5,Sample 5,2014,Sci-Fi\r\n"));
  }
}

TEST_F(Seed, TwoAtOnceOnANewStore) {
  Process first(start({"seed"})), second(start({"seed"}));
  const Ended one = first.wait(), two = second.wait();
  EXPECT_EQ(one.status, 0) << one.err;
  EXPECT_EQ(two.status, 0) << two.err;
  EXPECT_THAT(exported(), testing::EndsWith("\r\n5,Sample 5,2014,Sci-Fi\r\n"));
}

TEST_F(Seed, SaysThatMemoryDoesNotLast) {
  environment["MOVIE_DB_MODE"] = "memory";
  EXPECT_THAT(done({"seed"}), HasSubstr("Seeded in-memory repo (non-persistent).\n"));
  environment = {{"MOVIE_DATABASE_URL_SQLITE", "sqlite://"}};
  EXPECT_THAT(done({"seed"}), HasSubstr("Seeded in-memory repo (non-persistent).\n"));
}

TEST_F(Seed, ServesABackendOfTheCoreProfile) {
  environment = {{"MOVIE_PLUGIN_DIR", CORE_PROFILE_DIR}, {"MOVIE_DB_MODE", "core_profile"}};
  EXPECT_THAT(done({"seed", "--sample", "150"}), HasSubstr("Seeded 150 movies in core_profile.\n"));
}

}  // namespace
}  // namespace movie::test
