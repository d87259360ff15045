// A database that SQLModel made is taken over without losing a film, and both programs go on with
// it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "application.hpp"
#include "support/http_client.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class Adoption : public testing::TestWithParam<std::string>, protected Application {
 protected:
  Adoption() : Application(GetParam()) {}
  void SetUp() override {
    MOVIE_NEEDS(GetParam());
    MOVIE_NEEDS_PYTHON();
  }
};

INSTANTIATE_TEST_SUITE_P(Backends, Adoption, testing::Values(MOVIE_SQL_MODES),
                         [](const auto& one) { return one.param; });

TEST_P(Adoption, LosesNoFilmAndBothProgramsGoOn) {
  python("make");
  EXPECT_EQ(tools({"migrate", "status"}).status, 3);
  const Ended up = tools({"migrate", "up"});
  EXPECT_EQ(up.status, 0) << up.err;
  EXPECT_THAT(up.err,
              HasSubstr("took over 2 films of another program, 0 of them against today's rules"));
  {
    Service service(GetParam(), environment());
    HttpClient client(service.port());
    EXPECT_EQ(
        client.request("GET", "/movies").body,
        R"([{"id":1,"title":"Alien","year":1979,"genre":"Drama"},{"id":3,"title":"Casablanca","year":1942,"genre":"Drama"}])");
    EXPECT_THAT(client
                    .request("POST", "/movies", {{"Content-Type", "application/json"}},
                             R"({"title":"Dune","year":1984,"genre":"sci-fi"})")
                    .body,
                HasSubstr(R"({"id":4,)"));
  }
  EXPECT_EQ(python("use"),
            "1|Alien|1980|Drama\n3|Casablanca|1942|Drama\n4|Dune|1984|Sci-Fi\n5|Written by "
            "Python|2001|Drama\n0001_initial\n");
  Service service(GetParam(), environment());
  HttpClient client(service.port());
  EXPECT_EQ(client.request("GET", "/movies/1").body,
            R"({"id":1,"title":"Alien","year":1980,"genre":"Drama"})");
  EXPECT_THAT(client
                  .request("POST", "/movies", {{"Content-Type", "application/json"}},
                           R"({"title":"Ran","year":1985,"genre":"drama"})")
                  .body,
              HasSubstr(R"({"id":7,)"))
      << "6 was given, and deleted again";
}

TEST_P(Adoption, KeepsAndServesWhatBreaksTheRules) {
  python("rules");
  const Ended up = tools({"migrate", "up"});
  EXPECT_EQ(up.status, 0) << up.err;
  EXPECT_THAT(up.err,
              HasSubstr("took over 2 films of another program, 1 of them against today's rules"));
  Service service(GetParam(), environment());
  EXPECT_EQ(
      HttpClient(service.port()).request("GET", "/movies").body,
      R"([{"id":1,"title":"","year":1500,"genre":"Drama"},{"id":2,"title":"Alien","year":1979,"genre":"sci-fi"}])");
}

TEST_P(Adoption, AnotherShapeIsRefusedWithTheDifference) {
  const Ended made =
      run({.program = MOVIE_PYTHON,
           .arguments = {"-c",
                         "import sys, sqlalchemy as s\nwith s.create_engine(sys.argv[1]).begin() "
                         "as c: c.execute(s.text("
                         "'CREATE TABLE movies (id INTEGER PRIMARY KEY, title TEXT, year "
                         "VARCHAR(4), stars INTEGER)'))",
                         url()},
           .environment = {}});
  ASSERT_EQ(made.status, 0) << made.err;
  const Ended up = tools({"migrate", "up"});
  EXPECT_NE(up.status, 0);
  EXPECT_THAT(up.err, testing::AllOf(HasSubstr("lacks genre"), HasSubstr("also has stars"),
                                     HasSubstr("year is")));
  EXPECT_EQ(tools({"migrate", "status"}).status, 3) << "nothing was changed";
}

TEST_P(Adoption, WhatNoIndexHoldsIsRefusedBeforeAnythingIsChanged) {
  if (GetParam() == "sqlite") return;  // its indexes hold anything
  python("long_genre");
  const Ended up = tools({"migrate", "up"});
  EXPECT_NE(up.status, 0);
  EXPECT_THAT(up.err, HasSubstr("the genre of the film with id 20 is 3000 bytes long, and an index "
                                "of Postgres holds 2600: shorten it, then migrate again"));
  EXPECT_EQ(tools({"migrate", "status"}).status, 3) << "nothing was changed";
}

}  // namespace
}  // namespace movie::test
