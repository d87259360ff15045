#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "movie/plugin.hpp"

namespace movie::sdk {
namespace {

using testing::ElementsAre;

/// One operation as the host lays it out.
struct Raw {
  movie_row row{sizeof(movie_row), 1979, 0, {"Alien", 5}, {"Horror", 6}, {nullptr, 0}};
  movie_query query{sizeof(movie_query), 0,         nullptr, 0, UINT64_MAX, 0,
                    INT32_MIN,           INT32_MAX, 0,       0, 0,          nullptr};
  char message[16] = "untouched";
  movie_result result{sizeof(movie_result), MOVIE_UNSET, 0, 0, 0, message, sizeof message};
  int left = 2;
  movie_op op{sizeof(movie_op), 0, 0, 0, 7, 0, &row, &query, emit, next, this, &result};

  explicit Raw(std::uint32_t code) { op.code = code; }
  static std::int32_t emit(void* ctx, const movie_row*) {
    return --static_cast<Raw*>(ctx)->left == 0 ? 1 : 0;
  }
  static std::int32_t next(void* ctx, const movie_row** row) {
    *row = &static_cast<Raw*>(ctx)->row;
    return static_cast<Raw*>(ctx)->left--;
  }
  Operation operation(std::uint64_t capabilities = 0,
                      Clock::time_point deadline = Clock::time_point::max()) const {
    return {op, false, deadline, capabilities};
  }
  Status refusal(std::uint64_t capabilities = 0) const { return operation(capabilities).refusal(); }
};

TEST(Refusal, OfArgumentsThatAreNotThere) {
  Raw get(MOVIE_OP_GET), list(MOVIE_OP_LIST), create(MOVIE_OP_CREATE), many(MOVIE_OP_CREATE_MANY);
  for (const Raw* raw : {&get, &list, &create}) EXPECT_EQ(raw->refusal(), MOVIE_OK);
  get.op.emit = nullptr;
  list.op.query = nullptr;
  create.op.row = nullptr;
  many.op.next = nullptr;
  for (const Raw* raw : {&get, &list, &create}) EXPECT_EQ(raw->refusal(), MOVIE_INVALID);
  EXPECT_EQ(many.refusal(MOVIE_MANY), MOVIE_INVALID);
}

TEST(Refusal, OfTextThatIsNotThere) {
  Raw update(MOVIE_OP_UPDATE), list(MOVIE_OP_LIST);
  update.row.genre = {nullptr, 5};
  EXPECT_EQ(update.refusal(), MOVIE_INVALID);
  update.row.genre = {nullptr, 0};
  EXPECT_EQ(update.refusal(), MOVIE_OK);
  list.op.require = MOVIE_FILTER;
  list.query.n_genres = 1;
  EXPECT_EQ(list.refusal(MOVIE_FILTER), MOVIE_INVALID);
  const movie_text genre{nullptr, 5};
  list.query.genres = &genre;
  EXPECT_EQ(list.refusal(MOVIE_FILTER), MOVIE_INVALID);
}

TEST(Refusal, OfBitsMeantForOtherOperations) {
  Raw get(MOVIE_OP_GET), list(MOVIE_OP_LIST);
  get.op.require = MOVIE_FILTER;
  list.op.require = MOVIE_IF_EMPTY;
  EXPECT_EQ(get.refusal(MOVIE_FILTER | MOVIE_IF_EMPTY), MOVIE_UNSUPPORTED);
  EXPECT_EQ(list.refusal(MOVIE_FILTER | MOVIE_IF_EMPTY), MOVIE_UNSUPPORTED);
}

TEST(Refusal, OfWhatComesTooLate) {
  const Raw get(MOVIE_OP_GET);
  EXPECT_EQ(get.operation(0, Clock::now() - std::chrono::seconds(1)).refusal(), MOVIE_TIMEOUT);
  EXPECT_EQ(get.operation(0, Clock::now() + std::chrono::seconds(60)).refusal(), MOVIE_OK);
}

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
