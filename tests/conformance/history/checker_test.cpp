#include "checker.hpp"

#include <gtest/gtest.h>

#include "by_hand.hpp"

namespace movie::conformance::history {
namespace {

void expect(Verdict verdict, const History& recorded) {
  EXPECT_EQ(check(settled(recorded)).verdict, verdict);
}
void expect_sound(const History& history) { expect(Verdict::kLinearizable, history); }
void expect_false(const History& history) { expect(Verdict::kNotLinearizable, history); }

TEST(Checker, TakesWritesThatOverlapInAnyOrder) {
  const auto history = [](const std::string& left) {
    return over({film(1)}, {event(0, 1, 5, titled(1, "a"), MOVIE_OK, {film(1, "a")}),
                            event(1, 2, 6, titled(1, "b"), MOVIE_OK, {film(1, "b")}),
                            event(2, 7, 8, get(1), MOVIE_OK, {film(1, left)})});
  };
  expect_sound(history("a"));
  expect_sound(history("b"));
  expect_false(history("old"));
}

TEST(Checker, FindsALostUpdate) {
  expect_false(over({film(1)}, {event(0, 1, 5, titled(1, "a"), MOVIE_OK, {film(1, "a")}),
                                event(1, 2, 6, dated(1, 1999), MOVIE_OK, {film(1, "old", 1999)}),
                                event(2, 7, 8, get(1), MOVIE_OK, {film(1, "old", 1999)})}));
}

TEST(Checker, FindsACompareAndSetThatTwoHaveWon) {
  const auto both = [](std::int32_t status, const Film& row) {
    const Ask one = expecting(film(1), titled(1, "a"));
    return over({film(1)}, {event(0, 1, 5, one, MOVIE_OK, {film(1, "a")}),
                            event(1, 2, 6, expecting(film(1), titled(1, "b")), status, {row})});
  };
  expect_sound(both(MOVIE_CONFLICT, film(1, "a")));
  expect_false(both(MOVIE_OK, film(1, "b")));
  expect_false(both(MOVIE_CONFLICT, film(1)));
}

TEST(Checker, FindsAStaleRead) {
  const auto read = [](std::uint64_t start, const Ask& ask) {
    return over({film(1)}, {event(0, 1, 3, titled(1, "a"), MOVIE_OK, {film(1, "a")}),
                            event(1, start, 6, ask, MOVIE_OK, {film(1)})});
  };
  expect_sound(read(2, get(1)));
  expect_false(read(4, get(1)));
  expect_false(read(4, list()));
}

TEST(Checker, FindsReadsThatGoBackDuringAWrite) {
  expect_false(over({film(1)}, {event(0, 1, 9, titled(1, "a"), MOVIE_OK, {film(1, "a")}),
                                event(1, 2, 3, get(1), MOVIE_OK, {film(1, "a")}),
                                event(2, 4, 5, get(1), MOVIE_OK, {film(1)})}));
}

TEST(Checker, FindsAnIdGivenTwice) {
  const auto twice = [](std::int64_t id) {
    const Film one = film(1), other{id, "other", 2000, "other"};
    return over({}, {event(0, 1, 5, born(one), MOVIE_OK, {one}),
                     event(1, 2, 6, born(other), MOVIE_OK, {other})});
  };
  expect_sound(twice(2));
  expect_false(twice(1));
  expect_false(twice(0));
}

TEST(Checker, FindsAnIdGivenAgainAfterARemove) {
  const Film again{1, "again", 2000, "again"};
  expect_false(over({film(1)}, {event(0, 1, 2, remove(1), MOVIE_OK),
                                event(0, 3, 4, born(again), MOVIE_OK, {again})}));
  History later = over({}, {event(0, 3, 4, born(again), MOVIE_OK, {again})});
  later.given = {1};
  expect_false(later);
}

TEST(Checker, FindsATornBatchInAList) {
  const auto seen = [](std::vector<Film> rows) {
    return over({}, {event(0, 1, 6, create_many({film(1), film(2)}), MOVIE_OK, {film(1), film(2)}),
                     event(1, 2, 5, list(), MOVIE_OK, std::move(rows))});
  };
  expect_sound(seen({}));
  expect_sound(seen({film(1), film(2)}));
  expect_false(seen({film(1)}));
  expect_false(seen({film(2)}));
}

TEST(Checker, FindsAPhantom) {
  expect_false(over({}, {event(0, 1, 2, get(3), MOVIE_OK, {film(3)})}));
  expect_false(over({film(1)}, {event(0, 1, 2, remove(1), MOVIE_OK),
                                event(1, 3, 4, list(), MOVIE_OK, {film(1)})}));
}

TEST(Checker, LetsWhatIsUnknownHappenLateOrNever) {
  const auto history = [](const std::string& first, const std::string& then) {
    return over({film(1)}, {event(0, 1, 2, titled(1, "a"), MOVIE_UNKNOWN),
                            event(1, 3, 4, get(1), MOVIE_OK, {film(1, first)}),
                            event(1, 5, 6, get(1), MOVIE_OK, {film(1, then)})});
  };
  expect_sound(history("old", "old"));
  expect_sound(history("old", "a"));
  expect_sound(history("a", "a"));
  expect_false(history("a", "old"));
}

TEST(Checker, FindsOutWhatIdAnUnknownCreateGave) {
  const auto history = [](std::vector<Film> rows) {
    return over({}, {event(0, 1, 2, create_many({film(1), film(2)}), MOVIE_UNKNOWN),
                     event(1, 3, 4, list(), MOVIE_OK, std::move(rows))});
  };
  expect_sound(history({}));
  expect_sound(history({film(1), film(2)}));
  expect_false(history({film(1)}));
}

TEST(Checker, LetsWhatWasNotDoneNeverHappen) {
  const auto history = [](const std::string& title) {
    return over({film(1)}, {event(0, 1, 2, titled(1, "a"), MOVIE_BUSY),
                            event(1, 3, 4, get(1), MOVIE_OK, {film(1, title)})});
  };
  expect_sound(history("old"));
  expect_false(history("a"));
}

TEST(Checker, CallsGivingUpNoPass) {
  const Event changed = event(0, 1, 5, titled(1, "a"), MOVIE_OK, {film(1, "a")});
  const History history = over({film(1)}, {changed});
  EXPECT_EQ(check(history, 0).verdict, Verdict::kGaveUp);
}

}  // namespace
}  // namespace movie::conformance::history
