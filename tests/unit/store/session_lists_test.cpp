#include <gmock/gmock.h>

#include "unit/store/session_fixture.hpp"

namespace movie::store {
namespace {

using ::testing::ElementsAre;

constexpr std::uint32_t kAll = MOVIE_FILTER | MOVIE_SEARCH | MOVIE_SORT | MOVIE_TOTAL;

std::string string_of(const movie_text& text) { return {text.data, text.size}; }

/// What a plug-in is asked of a list, and what the host does itself.
class SessionListsTest : public SessionTest {
 protected:
  /// The `require` bits of each list that reaches a plug-in of these capabilities.
  std::vector<std::uint32_t> asked_of(std::uint64_t capabilities, const Query& query) {
    fake_.capabilities = capabilities;
    store_ = fake_.open();
    std::vector<std::uint32_t> bits;
    fake_.on_op = [&bits](const movie_call&, const movie_op& op) {
      bits.push_back(op.require);
      return MOVIE_OK;
    };
    Operation list(Verb::list);
    list.query = query;
    run(list);
    EXPECT_EQ(list.status, Status::ok) << list.message;
    return bits;
  }
};

TEST_F(SessionListsTest, AsksForNothingButWhatTheListNeeds) {
  EXPECT_THAT(asked_of(kAll, {}), ElementsAre(0u));
  EXPECT_THAT(asked_of(kAll, {.skip = 1, .limit = 2, .after = 3}), ElementsAre(0u));
  EXPECT_THAT(asked_of(kAll, {.genres = {"Drama"}}), ElementsAre(MOVIE_FILTER));
  EXPECT_THAT(asked_of(kAll, {.year_min = 1990}), ElementsAre(MOVIE_FILTER));
  EXPECT_THAT(asked_of(kAll, {.year_max = 1990}), ElementsAre(MOVIE_FILTER));
  EXPECT_THAT(asked_of(kAll, {.sort = SortKey::year}), ElementsAre(MOVIE_SORT));
  EXPECT_THAT(asked_of(kAll, {.descending = true}), ElementsAre(MOVIE_SORT));
  EXPECT_THAT(asked_of(kAll, {.contains = {"a"}}), ElementsAre(MOVIE_SEARCH));
  EXPECT_THAT(asked_of(kAll, {.total = true}), ElementsAre(MOVIE_TOTAL));
}

TEST_F(SessionListsTest, WalksWhenOneOfTheBitsIsLacking) {
  const Query query{.genres = {"Drama"}, .sort = SortKey::year, .contains = {"a"}, .total = true};
  EXPECT_THAT(asked_of(kAll, query), ElementsAre(kAll));
  for (const std::uint32_t lacking : {MOVIE_FILTER, MOVIE_SEARCH, MOVIE_SORT, MOVIE_TOTAL}) {
    EXPECT_THAT(asked_of(kAll & ~lacking, query), ElementsAre(0u)) << lacking;
  }
}

TEST_F(SessionListsTest, HandsOverAllOfTheQuery) {
  fake_.capabilities = kAll;
  Operation list(Verb::list);
  list.query = {{"Drama", "War"}, 1, 2, 0, 1990, 1999, SortKey::genre, true, {"a", "é"}, true};
  fake_.on_op = [](const movie_call&, const movie_op& op) {
    const movie_query& query = *op.query;
    EXPECT_EQ(query.n_genres, 2u);
    EXPECT_EQ(string_of(query.genres[1]), "War");
    EXPECT_EQ(query.skip, 1u);
    EXPECT_EQ(query.limit, 2u);
    EXPECT_EQ(query.year_min, 1990);
    EXPECT_EQ(query.year_max, 1999);
    EXPECT_EQ(query.sort, MOVIE_GENRE);
    EXPECT_EQ(query.descending, 1u);
    EXPECT_EQ(query.n_contains, 2u);
    EXPECT_EQ(string_of(query.contains[1]), "é");
    op.result->count = 7;
    return MOVIE_OK;
  };
  run(list);
  EXPECT_EQ(list.status, Status::ok) << list.message;
  EXPECT_EQ(list.count, 7);
}

TEST_F(SessionListsTest, SendsKeysToAStoreThatSearchesOnly) {
  for (const std::uint64_t capabilities : {0u, MOVIE_SEARCH}) {
    fake_.capabilities = capabilities | MOVIE_REKEYS;
    store_ = fake_.open();
    std::vector<std::string> keys;
    fake_.on_op = [&](const movie_call&, const movie_op& op) {
      keys.push_back(string_of(op.row->title_key));
      if (op.code != MOVIE_OP_SET_KEY) emit(op, row(7));
      return MOVIE_OK;
    };
    for (const Verb verb : {Verb::create, Verb::update, Verb::set_key}) {
      Operation write(verb);
      write.id = 7;
      write.values = {"Straße", 2000, "G"};
      run(write);
      EXPECT_EQ(write.status, Status::ok) << write.message;
    }
    Operation untitled(Verb::update);
    untitled.id = 7;
    untitled.values.year = 2001;
    run(untitled);
    const std::string key = capabilities == 0 ? "" : "strasse";
    EXPECT_THAT(keys, ElementsAre(key, key, key, ""));
  }
}

}  // namespace
}  // namespace movie::store
