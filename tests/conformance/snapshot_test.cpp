#include <atomic>
#include <thread>

#include "suite.hpp"

namespace movie::conformance {
namespace {

constexpr int kFilms = 3'000;  // more than any store reads at once

class Snapshot : public Suite {
 protected:
  void SetUp() override {
    if (!can(MOVIE_SNAPSHOT)) GTEST_SKIP() << "does not claim MOVIE_SNAPSHOT";
    if (!can(MOVIE_MANY)) GTEST_SKIP() << "does not claim MOVIE_MANY";
    if (sessions(2) < 2) GTEST_SKIP() << "allows one session";
    std::vector<Film> films(kFilms, {0, "Before", 2000, "Drama"});
    ASSERT_EQ(status(create_many(std::move(films))), MOVIE_OK);
  }
  static Ask at_one_moment(Ask list) {
    list.require |= MOVIE_SNAPSHOT;
    return list;
  }
};

/// A writer turns the last film into another, then the first: a list that has seen the first one's
/// change has to have seen the last one's.
TEST_P(Snapshot, ALongListIsOfOneMoment) {  // [S-46]
  Session writer = store().session(true);
  const auto every = ids(all());
  std::atomic<bool> done{false};
  std::thread changes([&] {
    for (int at = 0; !done; ++at) {
      const Film film{0, "Number " + std::to_string(at), 2000, "Drama"};
      writer.run(update(every.back(), MOVIE_TITLE, film));
      writer.run(update(every.front(), MOVIE_TITLE, film));
    }
  });
  const auto number = [](const Film& film) {
    return film.title == "Before" ? -1 : std::stoi(film.title.substr(7));
  };
  for (int at = 0; at < 30; ++at) {
    const Outcome outcome = run(at_one_moment(list()));
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    ASSERT_EQ(outcome.rows.size(), every.size());
    const int first = number(outcome.rows.front()), last = number(outcome.rows.back());
    EXPECT_TRUE(last == first || last == first + 1) << "first " << first << ", last " << last;
  }
  done = true;
  changes.join();
}

TEST_P(Snapshot, ATotalIsOfTheSameMoment) {  // [S-46]
  if (!can(MOVIE_TOTAL)) GTEST_SKIP() << "does not claim MOVIE_TOTAL";
  Session writer = store().session(true);
  std::atomic<bool> done{false};
  std::thread creates([&] {  // no more than lists can keep up with
    for (int at = 0; at < 500 && !done; ++at) writer.run(create("Alien"));
  });
  for (int at = 0; at < 10; ++at) {
    const Outcome outcome = run(at_one_moment(counted(list())));
    EXPECT_EQ(outcome.count, static_cast<std::int64_t>(outcome.rows.size())) << outcome.message;
  }
  done = true;
  creates.join();
}

MOVIE_CONFORMS(Snapshot);

}  // namespace
}  // namespace movie::conformance
