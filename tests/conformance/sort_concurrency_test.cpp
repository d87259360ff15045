#include <algorithm>
#include <atomic>

#include "lists.hpp"

namespace movie::conformance {
namespace {

/// Sorted lists while another thread writes [S-13].
class SortConcurrency : public Lists {
 protected:
  static constexpr int kEach = 300, kLists = 160;

  void SetUp() override {
    MOVIE_NEEDS(MOVIE_SORT);
    if (alone(false)) GTEST_SKIP() << kAlone;
  }
  /// Changes a film of each group of kEach: its title, its year, its genre.
  static void change(Session& session, int at) {
    const Film now{0, "T" + std::to_string(at * 7 % 90), 1900 + at * 7 % 90,
                   "G" + std::to_string(at)};
    const std::int64_t id = at % kEach + 1;
    persistently(session, update(id, MOVIE_TITLE, now));
    persistently(session, update(id + kEach, MOVIE_YEAR, now));
    persistently(session, update(id + 2 * kEach, MOVIE_GENRE, now));
  }
  /// The ids whose sort key never changes, and that are not the coming and going.
  static std::vector<std::int64_t> staying(std::uint32_t by) {
    std::vector<std::int64_t> all;
    for (int group = 0; group < 3; ++group) {
      for (int at = 1; at <= kEach && by != 1u << group; ++at) all.push_back(group * kEach + at);
    }
    return all;
  }
  static void expect_sound(const std::vector<Film>& rows, const Ask& ask) {
    EXPECT_EQ(ids(expected(rows, ask).rows), ids(rows)) << "not in order: " << described(ask);
    auto seen = ids(rows);
    std::ranges::sort(seen);
    const auto stay = staying(ask.sort);
    const auto is_staying = [&stay](std::int64_t id) {
      return std::ranges::binary_search(stay, id);
    };
    std::erase_if(seen, std::not_fn(is_staying));
    EXPECT_EQ(seen, stay) << "each exactly once: " << described(ask);
  }
};

TEST_P(SortConcurrency, AListShowsEachFilmThatStaysExactlyOnce) {  // [S-24]
  std::vector<Film> films;
  for (int at = 0; at < 3 * kEach; ++at) {
    films.push_back(
        {0, "T" + std::to_string(at % 90), 1900 + at % 90, "G" + std::to_string(at % 9)});
  }
  make_all(films);
  leave();
  std::atomic<bool> begun = false;
  const Beside writer([&](const std::stop_token& enough) {
    Session own = store().session();
    for (int at = 0; !enough.stop_requested(); ++at) {
      const Outcome made = persistently(own, create("T" + std::to_string(at % 90), 1900 + at % 90));
      change(own, at);
      if (!made.rows.empty()) persistently(own, remove(made.rows.back().id));
      begun = true;
    }
  });
  ASSERT_TRUE(soon([&begun] { return begun.load(); })) << "the writer changed nothing";
  Another reader = another(false);
  for (int at = 0; at < kLists && !HasFailure(); ++at) {
    const Ask ask = sorted(at % 4 == 0 ? 0u : 1u << (at % 4 - 1), at / 4 % 2 == 0);
    expect_sound(persistently(reader.session, ask).rows, ask);
  }
}

MOVIE_CONFORMS(SortConcurrency);

}  // namespace
}  // namespace movie::conformance
