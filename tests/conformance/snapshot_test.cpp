#include <atomic>

#include "lists.hpp"

namespace movie::conformance {
namespace {

constexpr int kFilms = 3'000;  // more than any store reads at once

class Snapshot : public Lists {
 protected:
  void SetUp() override {
    MOVIE_NEEDS(MOVIE_SNAPSHOT);
    if (alone(false)) GTEST_SKIP() << kAlone;
    const Film film{0, "Before", 2000, "Drama"};
    if (can(MOVIE_MANY)) {
      ASSERT_EQ(status(create_many(std::vector<Film>(kFilms, film))), MOVIE_OK);
    } else {
      make_all(std::vector<Film>(kFilms, film));
    }
    every_ = ids(all());
    leave();
  }
  static Ask at_one_moment(Ask list) {
    list.require |= MOVIE_SNAPSHOT;
    return list;
  }

  std::vector<std::int64_t> every_;
};

/// A writer turns the last film into another, then the first: a list that has seen the first one's
/// change has to have seen the last one's.
TEST_P(Snapshot, ALongListIsOfOneMoment) {  // [S-46]
  const Beside writer([&](const std::stop_token& enough) {
    Session own = store().session();
    for (int at = 0; !enough.stop_requested(); ++at) {
      const Film film{0, "Number " + std::to_string(at), 2000, "Drama"};
      persistently(own, update(every_.back(), MOVIE_TITLE, film));
      persistently(own, update(every_.front(), MOVIE_TITLE, film));
    }
  });
  Another reader = another(false);
  const auto number = [](const Film& film) {
    return film.title == "Before" ? -1 : std::stoi(film.title.substr(7));
  };
  for (int at = 0; at < 30; ++at) {
    const Outcome outcome = persistently(reader.session, at_one_moment(list()));
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    ASSERT_EQ(outcome.rows.size(), every_.size());
    const int first = number(outcome.rows.front()), last = number(outcome.rows.back());
    EXPECT_TRUE(last == first || last == first + 1) << "first " << first << ", last " << last;
  }
}

TEST_P(Snapshot, ATotalIsOfTheSameMoment) {  // [S-46]
  MOVIE_NEEDS(MOVIE_TOTAL);
  std::atomic<int> made{0};
  const Beside writer([&](const std::stop_token& enough) {  // no more than lists can keep up with
    Session own = store().session();
    while (made < 500 && !enough.stop_requested()) persistently(own, create("Alien")), ++made;
  });
  Another reader = another(false);
  for (int at = 0; at < 10 || (made < 100 && at < 500); ++at) {
    const Outcome outcome = persistently(reader.session, at_one_moment(counted(list())));
    EXPECT_EQ(outcome.count, static_cast<std::int64_t>(outcome.rows.size())) << outcome.message;
  }
}

MOVIE_CONFORMS(Snapshot);

}  // namespace
}  // namespace movie::conformance
