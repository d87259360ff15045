#include <gmock/gmock.h>

#include <functional>
#include <thread>

#include "films.hpp"
#include "model/search_key.hpp"
#include "store/lanes.hpp"
#include "store/title_keys.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

bool eventually(const std::function<bool()>& holds) {
  const auto deadline = store::Clock::now() + std::chrono::seconds(20);
  while (!holds()) {
    if (store::Clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

/// Films that another program writes, too.
class KeysTest : public testing::Test {
 protected:
  void SetUp() override { other_("PRAGMA busy_timeout = 10000"); }

  std::vector<std::string> found(const std::string& words) {
    store::Query query;
    query.contains = text::search_words(words);
    std::vector<std::string> titles;
    for (const Movie& film : films_.list(query)) titles.push_back(film.title);
    return titles;
  }
  std::string key_of(std::int64_t id) {
    return other_("SELECT '<' || coalesce(title_key, 'none') || '>' FROM movies WHERE id = " +
                  std::to_string(id));
  }
  void expect_found_soon(const std::string& words, const std::string& title) {
    EXPECT_TRUE(eventually([&] { return found(words) == std::vector{title}; })) << words;
  }

  TempDir folder_;
  std::filesystem::path file_ = folder_ / "movies.db";
  Films films_{url_of(file_)};
  Other other_{file_};
};

TEST_F(KeysTest, ATitleThatAnotherProgramChangesLosesItsKey) {  // [S-47]
  const auto id = films_.create("Heat");
  EXPECT_EQ(key_of(id), "<heat>");
  other_("UPDATE movies SET year = 1995, genre = 'Crime'");
  EXPECT_EQ(key_of(id), "<heat>");
  other_("UPDATE movies SET title = 'Heat'");
  EXPECT_EQ(key_of(id), "<heat>");
  other_("UPDATE movies SET title = 'Alien'");
  EXPECT_EQ(key_of(id), "<none>");
  EXPECT_THAT(found("heat"), IsEmpty());
}

TEST_F(KeysTest, ATitleThatFoldsToTheSameKeyKeepsOne) {
  const auto id = films_.create("Heat");
  for (const char* title : {"HEAT", "heat", "HeAt"}) {
    films_.run(*ask_update(id, {.title = title, .year = {}, .genre = {}}));
    EXPECT_THAT(found("heat"), ElementsAre(title));
  }
  EXPECT_EQ(key_of(id), "<heat >") << "differs from the one before by a blank";
}

TEST_F(KeysTest, OtherProgramsFilmsAreGivenKeys) {
  other_("INSERT INTO movies (title, year, genre) VALUES ('Ⅳ ÉTOILES', 2000, 'Drama')");
  store::Lanes lanes(films_.store(), {});
  const store::TitleKeys keys(films_.store(), lanes, std::chrono::milliseconds(20));
  expect_found_soon("iv étoiles", "Ⅳ ÉTOILES");
  other_("UPDATE movies SET title = 'Metropolis'");
  expect_found_soon("metro", "Metropolis");
  other_("INSERT INTO movies (title, year, genre) VALUES (CAST(x'48ff' AS TEXT), 2000, 'Drama')");
  expect_found_soon("h\uFFFD", "H\uFFFD");
}

TEST_F(KeysTest, MoreFilmsThanGoIntoABatchAreGivenKeys) {
  other_(
      "INSERT INTO movies (title, year, genre) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT "
      "i + 1 FROM n WHERE i < 500) SELECT 'Film ' || i, 2000, 'Drama' FROM n");
  store::Lanes lanes(films_.store(), {});
  const store::TitleKeys keys(films_.store(), lanes);
  EXPECT_TRUE(eventually(
      [&] { return other_("SELECT count(*) FROM movies WHERE title_key IS NULL") == "0"; }));
}

TEST_F(KeysTest, KeysOfAnotherVersionAreMadeAgain) {
  films_.create("Heat");
  other_("UPDATE movies SET title_key = 'old'");
  other_("INSERT INTO movie_setting VALUES ('title_key', 7)");
  store::Lanes lanes(films_.store(), {});
  {
    const store::TitleKeys keys(films_.store(), lanes);
    expect_found_soon("heat", "Heat");
    const auto own = std::to_string(text::search_key_version());
    EXPECT_TRUE(eventually([&] { return other_("SELECT value FROM movie_setting") == own; }));
  }
  other_("UPDATE movies SET title_key = 'old'");
  const store::TitleKeys keys(films_.store(), lanes, std::chrono::milliseconds(20));
  other_("INSERT INTO movies (title, year, genre) VALUES ('Alien', 1979, 'Horror')");
  expect_found_soon("alien", "Alien");
  EXPECT_THAT(found("heat"), IsEmpty()) << "keys of this version are left alone";
}

}  // namespace
}  // namespace movie::test
