#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/sdk/raw_operation.hpp"

namespace movie::sdk {
namespace {

using testing::ElementsAre;

TEST(Deadline, IsNoneForZeroAndForTheFarFuture) {
  EXPECT_EQ(deadline(0), Clock::time_point::max());
  EXPECT_EQ(deadline(UINT64_MAX), Clock::time_point::max());
  EXPECT_EQ(deadline(5).time_since_epoch(), std::chrono::nanoseconds(5));
}

TEST(Operation, StopsEmittingWhenTheHostHasEnough) {
  const Raw raw(MOVIE_OP_LIST);
  Operation op = raw.operation();
  EXPECT_TRUE(op.emit({1, "a", 2000, "b"}));
  EXPECT_FALSE(op.emit({2, "a", 2000, "b"}));
  EXPECT_FALSE(op.emit({3, "a", 2000, "b"}));
  EXPECT_EQ(raw.left, 0) << "the third was not handed over";
}

TEST(Operation, EmitsToNobodyWithoutAnEnd) {  // CREATE_MANY whose rows nobody wants
  Raw raw(MOVIE_OP_CREATE_MANY);
  raw.op.emit = nullptr;
  Operation op = raw.operation(MOVIE_MANY);
  for (int at = 0; at < 3; ++at) EXPECT_TRUE(op.emit({1, "a", 2000, "b"}));
}

TEST(Operation, TakesRowsUntilTheirEnd) {
  Raw raw(MOVIE_OP_CREATE_MANY);
  raw.left = 1;
  Operation op = raw.operation(MOVIE_MANY);
  Row row;
  EXPECT_TRUE(op.next(row));
  EXPECT_EQ(row.title, "Alien");
  EXPECT_FALSE(op.next(row));
  EXPECT_THROW(op.next(row), Failure) << "abandoned";
}

TEST(Operation, CutsAMessageBetweenCodePoints) {
  Raw raw(MOVIE_OP_GET);
  raw.operation().finish(MOVIE_FULL, "1234567890123é is cut");
  EXPECT_STREQ(raw.message, "1234567890123é");
  raw.operation().finish(MOVIE_FULL, "12345678901234é is cut");
  EXPECT_STREQ(raw.message, "12345678901234");
}

TEST(Operation, KeepsAMessageWhenItsStatusIsReplacedWithoutOne) {
  Raw raw(MOVIE_OP_GET);
  raw.operation().finish(MOVIE_OK);
  EXPECT_STREQ(raw.message, "untouched");
  raw.operation().finish(MOVIE_UNKNOWN, "lost", 7);
  EXPECT_EQ(raw.result.status, MOVIE_UNKNOWN);
  EXPECT_EQ(raw.result.native, 7u);
  raw.operation().finish(MOVIE_FULL);
  EXPECT_EQ(raw.result.status, MOVIE_FULL);
  EXPECT_STREQ(raw.message, "lost");
  EXPECT_EQ(raw.result.native, 7u) << "as a verb that tells its code and returns its status";
}

TEST(Operation, SeesGenresOnlyUnderTheirBit) {
  const movie_text genres[] = {{"Drama", 5}, {"Horror", 6}, {nullptr, 0}};
  Raw raw(MOVIE_OP_LIST);
  raw.query.n_genres = 2;
  raw.query.genres = genres;
  EXPECT_TRUE(raw.operation().query().genres.empty());
  raw.op.require = MOVIE_FILTER;
  const Texts texts = raw.operation(MOVIE_FILTER).query().genres;
  EXPECT_TRUE(texts.contains("Horror"));
  EXPECT_FALSE(texts.contains("horror"));
}

TEST(Operation, SeesOfAQueryOnlyWhatItsBitsCover) {
  const movie_text one[] = {{"Drama", 5}};
  Raw raw(MOVIE_OP_LIST);
  raw.query = {sizeof(movie_query), 1, one, 3, 4, 5, 1990, 1999, MOVIE_YEAR, 1, 1, one};
  const auto seen = [&raw](std::uint32_t require) {
    raw.op.require = require;
    const Query query = raw.operation(require).query();
    EXPECT_EQ(query.skip, 3u);
    EXPECT_EQ(query.limit, 4u);
    EXPECT_EQ(query.after, 5);
    EXPECT_EQ(query.any_year(), query.genres.empty());
    EXPECT_EQ(query.descending, query.sort != 0);
    return std::vector<bool>{!query.genres.empty(), query.sort != 0, !query.contains.empty(),
                             raw.operation(require).wants_total()};
  };
  EXPECT_THAT(seen(0), ElementsAre(false, false, false, false));
  EXPECT_THAT(seen(MOVIE_FILTER), ElementsAre(true, false, false, false));
  EXPECT_THAT(seen(MOVIE_SORT), ElementsAre(false, true, false, false));
  EXPECT_THAT(seen(MOVIE_SEARCH), ElementsAre(false, false, true, false));
  EXPECT_THAT(seen(MOVIE_TOTAL), ElementsAre(false, false, false, true));
}

TEST(Operation, HandsOverWhatAQueryAsks) {
  const movie_text words[] = {{"alien", 5}, {nullptr, 0}};
  Raw raw(MOVIE_OP_LIST);
  raw.query = {sizeof(movie_query), 0, nullptr, 0,    UINT64_MAX, 0, -5, 2100,
               MOVIE_GENRE,         1, 2,       words};
  raw.op.require = MOVIE_FILTER | MOVIE_SORT | MOVIE_SEARCH;
  const Query query = raw.operation().query();
  EXPECT_TRUE(query.genres.empty());
  EXPECT_EQ(query.year_min, -5);
  EXPECT_EQ(query.year_max, 2100);
  EXPECT_EQ(query.sort, MOVIE_GENRE);
  EXPECT_TRUE(query.descending);
  ASSERT_EQ(query.contains.size(), 2u);
  EXPECT_EQ(query.contains[0], "alien");
  EXPECT_EQ(query.contains[1], "");
}

TEST(Operation, OfAShortQueryReadsTheRestAsZero) {  // [S-1]
  Raw raw(MOVIE_OP_LIST);
  raw.query.struct_size = offsetof(movie_query, year_min);
  raw.query.sort = MOVIE_YEAR, raw.query.descending = 1, raw.query.n_contains = 7;
  raw.op.require = MOVIE_SORT | MOVIE_SEARCH;
  EXPECT_EQ(raw.refusal(MOVIE_SORT | MOVIE_SEARCH), MOVIE_OK);
  const Query query = raw.operation().query();
  EXPECT_EQ(query.sort, 0u);
  EXPECT_FALSE(query.descending);
  EXPECT_TRUE(query.contains.empty());
}

TEST(Operation, HasTheKeyOfItsTitle) {
  Raw raw(MOVIE_OP_UPDATE);
  EXPECT_EQ(raw.operation().row().title_key, "");
  raw.row.title_key = {"alien", 5};
  EXPECT_EQ(raw.operation().row().title_key, "alien");
  raw.row.struct_size = offsetof(movie_row, title_key);
  EXPECT_EQ(raw.operation().row().title_key, "") << "beyond what the host sent";
}

TEST(Operation, HasWhatItIsToBeRememberedBy) {
  Raw raw(MOVIE_OP_CREATE);
  EXPECT_FALSE(raw.operation(MOVIE_MEMO).memo()) << "without the bit it is not looked at";
  raw.op.require = MOVIE_MEMO;
  const auto memo = raw.operation(MOVIE_MEMO).memo().value();
  EXPECT_EQ(memo.key, "k");
  EXPECT_EQ(memo.digest, "d");
  EXPECT_EQ(memo.now_s, 1'000);
  EXPECT_EQ(memo.expires_s, 1'060);
  EXPECT_EQ(memo.most, 10u);
  raw.memo.now_s = INT64_MAX - 1;
  EXPECT_EQ(raw.operation(MOVIE_MEMO).memo()->expires_s, INT64_MAX);
}

TEST(Operation, OfACreateWithItsOwnIdIsACreateManyOfOne) {  // [S-26] [S-40]
  Raw raw(MOVIE_OP_CREATE);
  raw.op.require = MOVIE_KEEP_ID;
  raw.row.id = 7;
  EXPECT_EQ(raw.refusal(), MOVIE_UNSUPPORTED);
  EXPECT_EQ(raw.refusal(MOVIE_KEEP_ID), MOVIE_OK);
  Operation op = raw.operation(MOVIE_KEEP_ID);
  EXPECT_EQ(op.code(), MOVIE_OP_CREATE_MANY);
  Row row;
  EXPECT_TRUE(op.next(row));
  EXPECT_EQ(row.id, 7);
  EXPECT_FALSE(op.next(row));
  op.count(1);
  EXPECT_EQ(raw.result.count, 0) << "a CREATE has none";
}

TEST(Operation, TakesNoRowWithoutAnIdToKeep) {  // [S-40]
  Raw raw(MOVIE_OP_CREATE);
  raw.op.require = MOVIE_KEEP_ID;
  Operation op = raw.operation(MOVIE_KEEP_ID);
  Row row;
  EXPECT_THROW(op.next(row), Failure);
}

TEST(Operation, WritesWhereSomethingMayBeChanged) {
  for (const std::uint32_t code :
       {MOVIE_OP_CREATE, MOVIE_OP_UPDATE, MOVIE_OP_REMOVE, MOVIE_OP_CREATE_MANY, MOVIE_OP_CLEAR,
        MOVIE_OP_SET_KEY, MOVIE_OP_KEY_VERSION}) {
    EXPECT_TRUE(Raw(code).operation().writes()) << code;
  }
  for (const std::uint32_t code : {MOVIE_OP_GET, MOVIE_OP_LIST, MOVIE_OP_PING, MOVIE_OP_UNKEYED}) {
    EXPECT_FALSE(Raw(code).operation().writes()) << code;
  }
}

TEST(Call, HandsOutItsOperations) {
  const Raw first(MOVIE_OP_GET), second(MOVIE_OP_PING);
  const movie_op* const ops[] = {&first.op, &second.op};
  const Call call({sizeof(movie_call), MOVIE_NO_WAIT, 5, {"req-1", 5}, 2, ops}, 0);
  ASSERT_EQ(call.size(), 2u);
  EXPECT_EQ(call[0].code(), MOVIE_OP_GET);
  EXPECT_EQ(call[1].code(), MOVIE_OP_PING);
  EXPECT_TRUE(call[1].no_wait());
  EXPECT_EQ(call[1].deadline(), deadline(5));
  EXPECT_EQ(call.trace(), "req-1");
}

TEST(OpenArguments, AreFoundByName) {
  const movie_option options[] = {{{"pool_size", 9}, {"5", 1}}, {{"echo", 4}, {"", 0}}};
  std::vector<std::string> lines;
  const movie_host host{sizeof host, 0, &lines, [](void* ctx, std::int32_t level, movie_text line) {
                          static_cast<std::vector<std::string>*>(ctx)->push_back(
                              std::to_string(level) + std::string(view(line)));
                        }};
  const Open how({sizeof(movie_open), 2, options, {"x://", 4}, &host, 0});
  EXPECT_EQ(how.url(), "x://");
  EXPECT_EQ(how.option("pool_size"), "5");
  EXPECT_EQ(how.option("echo"), "");
  EXPECT_EQ(how.option("pool"), std::nullopt);
  const Log log = how.log();
  log(MOVIE_LOG_WARNING, "slow");
  EXPECT_THAT(lines, ElementsAre("30slow"));
  Log(nullptr)(MOVIE_LOG_ERROR, "nobody listens");
}

}  // namespace
}  // namespace movie::sdk
