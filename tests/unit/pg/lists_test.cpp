// Lists as Postgres makes them: of runs, through a cursor, behind a pooler; and the plans they get.

#include <algorithm>
#include <random>

#include "list_statement.hpp"
#include "pg_test.hpp"

namespace movie::pg {
namespace {

using testing::HasSubstr;
using testing::Not;

std::strong_ordering compare(const Film& one, const Film& other, std::uint32_t sort) {
  if (sort == MOVIE_TITLE) return one.title.compare(other.title) <=> 0;
  if (sort == MOVIE_YEAR) return one.year <=> other.year;
  if (sort == MOVIE_GENRE) return one.genre.compare(other.genre) <=> 0;
  return one.id <=> other.id;
}

bool matches(const Film& film, const Ask& ask) {
  const std::string key = film.title_key();
  return (ask.genres.empty() || std::ranges::count(ask.genres, film.genre) > 0) &&
         film.year >= ask.year_min && film.year <= ask.year_max &&
         std::ranges::all_of(ask.contains, [&](const std::string& word) {
           return key.find(word) != std::string::npos;
         });
}

/// What the list should be, and its total.
Outcome expected(std::vector<Film> films, const Ask& ask) {
  std::erase_if(films, [&](const Film& film) { return !matches(film, ask); });
  Outcome outcome{MOVIE_OK, {}, static_cast<std::int64_t>(films.size()), {}};
  std::ranges::sort(films, [&](const Film& one, const Film& other) {
    const auto order = compare(one, other, ask.sort);
    const bool less = order != 0 ? order < 0 : one.id < other.id;
    return ask.descending ? !less && one.id != other.id : less;
  });
  std::erase_if(films, [&](const Film& film) {
    if (ask.after == 0) return false;
    return ask.descending ? film.id >= ask.after : film.id <= ask.after;
  });
  for (std::size_t at = 0; at < films.size(); ++at) {
    if (at >= ask.skip && outcome.rows.size() < ask.limit) outcome.rows.push_back(films[at]);
  }
  return outcome;
}

class PgLists : public PgTest {
 protected:
  /// And rows that no list shows.
  std::vector<Film> fill(int count, std::size_t longest = 0) {
    other(
        "INSERT INTO movies (id, title, year, genre, title_key) SELECT -n, 'Alien', 2000, 'Drama', "
        "'alien' FROM generate_series(0, 50) n");
    std::vector<Ask> creates;
    for (int at = 0; at < count; ++at) {
      const std::string end = longest > 0 && at % 97 == 3 ? noise(random_() % longest) : "";
      creates.push_back(
          create(pick({"Alien", "alien Ü", "Brazil", "Solaris 2"}) + pick({"", " I", "!"}) + end,
                 std::stoi(pick({"1888", "1999", "2000", "2001", "2024"})),
                 pick({"Drama", "Horror", "sci-fi", "War"})));
    }
    std::vector<Film> films;
    for (const Outcome& made : session_->run(creates, 0, in(milliseconds(20'000))))
      films.push_back(made.rows.at(0));
    return films;
  }
  /// Which no compression makes shorter.
  std::string noise(std::size_t size) {
    std::string text(size, ' ');
    for (char& letter : text) letter = static_cast<char>('!' + random_() % 90);
    return text;
  }
  std::string pick(std::vector<std::string> from) { return from[random_() % from.size()]; }
  std::uint64_t number(std::vector<std::uint64_t> from) { return from[random_() % from.size()]; }

  Ask any() {
    Ask ask = list();
    ask.require =
        MOVIE_FILTER | MOVIE_SEARCH | MOVIE_SORT | (random_() % 2 == 0 ? MOVIE_TOTAL : 0u);
    for (auto left = random_() % 4; left > 0; --left)
      ask.genres.push_back(pick({"Drama", "Horror", "sci-fi", "none"}));
    if (random_() % 2 == 0) ask.year_min = std::stoi(pick({"1888", "1990", "2000", "2024"}));
    if (random_() % 2 == 0) ask.year_max = std::stoi(pick({"1888", "2000", "2001", "3000"}));
    for (auto left = random_() % 6; left > 0 && left < 3; --left)
      ask.contains.push_back(pick({"alien", "i", "ü", "2", "none"}));
    ask.sort = static_cast<std::uint32_t>(number({0, 0, MOVIE_TITLE, MOVIE_YEAR, MOVIE_GENRE}));
    ask.descending = random_() % 2 == 0;
    ask.skip = number({0, 0, 1, 40, 1'000, INT64_MAX, UINT64_MAX});
    ask.limit = number({0, 1, 20, 100, 1'000, 1'001, UINT64_MAX});
    if (ask.sort == 0) ask.after = static_cast<std::int64_t>(number({0, 0, 1, 700, INT64_MAX}));
    return ask;
  }
  void expect_as_expected(const std::vector<Film>& films, const std::vector<Ask>& asks) {
    const auto outcomes = session_->run(asks, 0, in(milliseconds(20'000)));
    for (std::size_t at = 0; at < asks.size(); ++at) {
      const Ask& ask = asks[at];
      const Outcome wanted = expected(films, ask);
      EXPECT_EQ(outcomes[at].status, MOVIE_OK) << outcomes[at].message;
      EXPECT_EQ(outcomes[at].rows, wanted.rows)
          << "genres " << testing::PrintToString(ask.genres) << " years " << ask.year_min << ".."
          << ask.year_max << " words " << testing::PrintToString(ask.contains) << " sort "
          << ask.sort << (ask.descending ? " down" : " up") << " skip " << ask.skip << " limit "
          << ask.limit << " after " << ask.after;
      if ((ask.require & MOVIE_TOTAL) != 0) {
        EXPECT_EQ(outcomes[at].count, wanted.count);
      }
    }
  }

  std::mt19937_64 random_{11};
};

TEST_F(PgLists, WhateverIsAskedForIsFound) {
  const auto films = fill(2'400);
  for (int call = 0; call < 150; ++call) {
    std::vector<Ask> asks;
    for (int at = 0; at < 4; ++at) asks.push_back(any());
    expect_as_expected(films, asks);
    if (HasFailure()) return;
  }
}

TEST_F(PgLists, WhateverIsAskedForIsFoundAmongTitlesThatNoIndexHolds) {
  other("DROP TRIGGER movies_title_changed ON movies; ALTER TABLE movies ALTER title TYPE TEXT");
  open(database_->url());
  const auto films = fill(1'200, 9'000);
  for (int call = 0; call < 100; ++call) expect_as_expected(films, {any(), any()});
}

TEST_F(PgLists, APoolerMayStandBetween) {
  open(database_->url() + "?pooler=transaction");
  const auto films = fill(1'200);
  for (int call = 0; call < 30; ++call) expect_as_expected(films, {any(), any()});
}

TEST_F(PgLists, ALongListWhoseConnectionEndedInIdlenessIsAskedForAgain) {
  const auto films = fill(1'100);
  Ask ask = list();
  ask.require = MOVIE_SORT | MOVIE_TOTAL, ask.sort = MOVIE_TITLE;
  terminate_backends();
  expect_as_expected(films, {ask});
  ask.stop_after = 3;
  EXPECT_EQ(run(*session_, ask).rows.size(), 3u);
  EXPECT_EQ(other("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                  "state = 'idle in transaction'")[0][0],
            "0");
}

TEST_F(PgLists, ASearchThatTakesTooLongIsATimeout) {
  fill(10);
  test::PostgresClient other_client(database_->url());
  other_client.query("BEGIN; LOCK TABLE movies IN ACCESS EXCLUSIVE MODE");
  Ask ask = list();
  ask.require = MOVIE_SEARCH, ask.contains = {"alien"};
  EXPECT_EQ(run(*session_, ask, milliseconds(300)).status, MOVIE_TIMEOUT);
  ask.require = MOVIE_SORT, ask.sort = MOVIE_TITLE;
  EXPECT_EQ(run(*session_, ask, milliseconds(300)).status, MOVIE_TIMEOUT) << "through a cursor";
}

/// What the server would do for a page of 100 of the query, skipped rows before it or not.
class PgPlans : public PgTest {
 protected:
  void SetUp() override {
    PgTest::SetUp();
    if (IsSkipped() || HasFailure()) return;
    other("ALTER TABLE movies SET (autovacuum_enabled = off)");
  }
  void fill(const std::string& genre) {
    other(
        "INSERT INTO movies (title, year, genre, title_key) SELECT 'Film ' || n, 1900 + n % 120, " +
        genre + ", 'film' FROM generate_series(1, 30000) n");
  }
  std::string plan(const sdk::Query& query) {
    const ListStatement statement(query, ListForm::page);
    std::string plan;
    for (const auto& row :
         other("SET enable_bitmapscan = off; SET enable_incremental_sort = off; SET enable_sort = "
               "off; PREPARE page (int8, "
               "int8, int8, int8, text[], int4, int4, text[]) AS " +
               std::string(statement.step().statement->text) + "; EXPLAIN EXECUTE page (" +
               (query.descending ? "9223372036854775807" : "0") +
               ", 0, 100, 100, '{Drama,War}', 1950, 1990, '{}')"))
      plan += row[0] + '\n';
    return plan;
  }
  void expect_runs(const std::string& index, const sdk::Query& query) {
    const std::string found = plan(query);
    EXPECT_THAT(found, HasSubstr("Index Only Scan")) << found;
    EXPECT_THAT(found, HasSubstr(" using " + index + " on")) << found;
    EXPECT_THAT(found, Not(HasSubstr("Seq Scan"))) << found;
    EXPECT_THAT(found, Not(HasSubstr("Bitmap"))) << found;
  }
  void expect_all_run() {
    const std::array<movie_text, 2> texts{movie_text{"Drama", 5}, movie_text{"War", 3}};
    for (const std::uint32_t descending : {0u, 1u}) {
      sdk::Query query;
      query.descending = descending != 0;
      expect_runs("movies_pkey", query);
      expect_runs("movies_title", sorted(query, MOVIE_TITLE));
      expect_runs("movies_long_title", sorted(query, MOVIE_TITLE));
      expect_runs("movies_year", sorted(query, MOVIE_YEAR));
      expect_runs("movies_year", in_years(query));
      expect_runs("movies_year", sorted(in_years(query), MOVIE_YEAR));
      expect_runs("movies_genre", sorted(query, MOVIE_GENRE));
      for (const std::size_t count : {std::size_t{1}, std::size_t{2}}) {
        query.genres = sdk::Texts(texts.data(), count);
        expect_runs("movies_genre", query);
        expect_runs("movies_genre", sorted(query, MOVIE_GENRE));
        expect_runs("movies_genre_year", sorted(query, MOVIE_YEAR));
        expect_runs("movies_genre_year", sorted(in_years(query), MOVIE_YEAR));
        expect_runs("movies_genre_year", in_years(query));
      }
    }
  }
  static sdk::Query sorted(sdk::Query query, std::uint32_t sort) {
    query.sort = sort;
    return query;
  }
  static sdk::Query in_years(sdk::Query query) {
    query.year_min = 1950, query.year_max = 1990;
    return query;
  }
};

TEST_F(PgPlans, FollowAnIndexWithoutStatistics) {
  fill("(ARRAY['Drama', 'War', 'Horror'])[n % 3 + 1]");
  expect_all_run();
}

TEST_F(PgPlans, FollowAnIndexWhereStatisticsAreOfAnotherTime) {
  fill("'Horror'");
  other("ANALYZE movies");
  other("UPDATE movies SET genre = 'Drama' WHERE id > 10");
  expect_all_run();
}

TEST_F(PgPlans, FollowAnIndexWhereAFilterFitsNearlyAll) {
  fill("'Drama'");
  other("VACUUM ANALYZE movies");
  expect_all_run();
}

}  // namespace
}  // namespace movie::pg
