#include "shrink.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "by_hand.hpp"
#include "draw.hpp"

namespace movie::conformance::history {
namespace {

/// A lost update of film 1 among what is fine.
History lost_update() {
  const Film third = film(3);
  return over(
      {film(1), film(2)},
      {event(0, 1, 2, list(), MOVIE_OK, {film(1), film(2)}),
       event(1, 3, 6, titled(1, "a"), MOVIE_OK, {film(1, "a")}),
       event(2, 4, 7, dated(1, 1999), MOVIE_OK, {film(1, "a", 1999)}),
       event(3, 4, 8, born(third), MOVIE_OK, {third}), event(4, 9, 10, get(2), MOVIE_OK, {film(2)}),
       event(0, 11, 12, list(), MOVIE_OK, {film(1, "old", 1999), film(2), third}),
       event(4, 13, 14, remove(2), MOVIE_OK)});
}

TEST(Shrink, LeavesTheFewEventsThatContradictEachOther) {
  const History least = shrunken(lost_update());
  std::vector<std::string> left;
  for (const Event& event : least.events) left.push_back(told(event));
  EXPECT_THAT(left, testing::ElementsAre("update 1 title=a -> OK [1 \"a\" 2000 \"g1\"]",
                                         "update 1 year=1999 -> OK [1 \"a\" 1999 \"g1\"]",
                                         "list -> OK [1 \"old\" 1999 \"g1\"]"));
  EXPECT_EQ(least.films.size(), 1u);
}

TEST(Shrink, LeavesNothingThatCouldGo) {
  for (const History& less : smaller(shrunken(lost_update())))
    EXPECT_EQ(check(less).verdict, Verdict::kLinearizable);
}

TEST(Shrink, NeverMakesASoundHistoryFalse) {
  History sound = lost_update();
  sound.events[5].outcome.rows[0] = film(1, "a", 1999);
  ASSERT_EQ(check(sound).verdict, Verdict::kLinearizable);
  for (const History& less : smaller(sound)) EXPECT_EQ(check(less).verdict, Verdict::kLinearizable);
}

TEST(Draw, ShowsEachThreadEachEventAndWhereItStuck) {
  const History least = shrunken(lost_update());
  const std::string picture = drawn(least, check(least));
  for (const char* const part : {"<svg", "thread 0", "thread 1", "thread 2", "#2", "stuck: #",
                                 "update 1 title=a -&gt; OK", "Films at first", "</svg>"})
    EXPECT_THAT(picture, testing::HasSubstr(part));
}

TEST(Draw, SaysWhereAPictureCannotBeWritten) {
  const History least = lost_update();
  try {
    draw(least, check(least), "no/such/folder");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("no/such/folder"));
  }
}

}  // namespace
}  // namespace movie::conformance::history
