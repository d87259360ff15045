#include <gtest/gtest.h>

#include "unit/sdk/raw_operation.hpp"

namespace movie::sdk {
namespace {

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

TEST(Refusal, OfTextsToSearchThatAreNotThere) {
  Raw list(MOVIE_OP_LIST);
  list.query.n_contains = 1;
  EXPECT_EQ(list.refusal(MOVIE_SEARCH), MOVIE_OK) << "without the bit it is not looked at";
  list.op.require = MOVIE_SEARCH;
  EXPECT_EQ(list.refusal(MOVIE_SEARCH), MOVIE_INVALID);
  movie_text word{nullptr, 5};
  list.query.contains = &word;
  EXPECT_EQ(list.refusal(MOVIE_SEARCH), MOVIE_INVALID);
  word.size = 0;
  EXPECT_EQ(list.refusal(MOVIE_SEARCH), MOVIE_OK);
}

TEST(Refusal, OfAMemoThatIsNone) {
  Raw create(MOVIE_OP_CREATE), update(MOVIE_OP_UPDATE);
  create.op.require = update.op.require = MOVIE_MEMO;
  EXPECT_EQ(create.refusal(MOVIE_MEMO), MOVIE_OK);
  EXPECT_EQ(create.refusal(), MOVIE_UNSUPPORTED);
  EXPECT_EQ(update.refusal(MOVIE_MEMO), MOVIE_UNSUPPORTED);
  for (const movie_text key : {movie_text{nullptr, 1}, movie_text{"k", 0}}) {
    create.memo.key = key;
    EXPECT_EQ(create.refusal(MOVIE_MEMO), MOVIE_INVALID);
  }
  create.op.memo = nullptr;
  EXPECT_EQ(create.refusal(MOVIE_MEMO), MOVIE_INVALID);
  create.op.require = 0;
  EXPECT_EQ(create.refusal(MOVIE_MEMO), MOVIE_OK);
}

TEST(Refusal, OfOrdersThatAreNone) {
  Raw list(MOVIE_OP_LIST);
  for (const std::uint32_t sort : {0u, 1u, 2u, 3u, 4u, 5u, 8u, UINT32_MAX}) {
    const bool known = sort == 0 || sort == 1 || sort == 2 || sort == 4;
    for (const std::int64_t after : {0, 7, -7}) {
      list.query.sort = sort, list.query.after = after;
      list.op.require = 0;
      EXPECT_EQ(list.refusal(MOVIE_SORT), MOVIE_OK) << "without the bit it is not looked at";
      list.op.require = MOVIE_SORT;
      EXPECT_EQ(list.refusal(MOVIE_SORT),
                known && (sort == 0 || after == 0) ? MOVIE_OK : MOVIE_INVALID)
          << sort << " after " << after;
    }
  }
}

TEST(Refusal, OfKeysForAPlugInThatKeepsThemItself) {
  for (const std::uint32_t code : {MOVIE_OP_UNKEYED, MOVIE_OP_SET_KEY, MOVIE_OP_KEY_VERSION}) {
    Raw raw(code);
    EXPECT_EQ(raw.refusal(~std::uint64_t{MOVIE_REKEYS}), MOVIE_UNSUPPORTED) << code;
    EXPECT_EQ(raw.refusal(MOVIE_REKEYS), MOVIE_OK) << code;
    raw.op.require = MOVIE_SEARCH;
    EXPECT_EQ(raw.refusal(MOVIE_REKEYS | MOVIE_SEARCH), MOVIE_UNSUPPORTED) << code;
  }
}

TEST(Refusal, OfKeysWhoseArgumentsAreNotThere) {
  Raw unkeyed(MOVIE_OP_UNKEYED), no_query(MOVIE_OP_UNKEYED), set(MOVIE_OP_SET_KEY);
  unkeyed.op.emit = nullptr;
  no_query.op.query = nullptr;
  set.row.title_key = {nullptr, 5};
  for (const Raw* raw : {&unkeyed, &no_query, &set}) {
    EXPECT_EQ(raw->refusal(MOVIE_REKEYS), MOVIE_INVALID);
  }
  set.op.row = nullptr;
  EXPECT_EQ(set.refusal(MOVIE_REKEYS), MOVIE_INVALID);
  Raw update(MOVIE_OP_UPDATE);
  update.row.title_key = {nullptr, 5};
  EXPECT_EQ(update.refusal(), MOVIE_INVALID);
}

TEST(Refusal, OfBitsMeantForOtherOperations) {
  Raw get(MOVIE_OP_GET), list(MOVIE_OP_LIST);
  get.op.require = MOVIE_FILTER;
  list.op.require = MOVIE_IF_EMPTY;
  Raw create(MOVIE_OP_CREATE);
  create.op.require = MOVIE_IF_EMPTY;
  EXPECT_EQ(create.refusal(MOVIE_IF_EMPTY), MOVIE_UNSUPPORTED);
  EXPECT_EQ(get.refusal(MOVIE_FILTER | MOVIE_IF_EMPTY), MOVIE_UNSUPPORTED);
  EXPECT_EQ(list.refusal(MOVIE_FILTER | MOVIE_IF_EMPTY), MOVIE_UNSUPPORTED);
}

TEST(Refusal, OfWhatComesTooLate) {
  const Raw get(MOVIE_OP_GET);
  EXPECT_EQ(get.operation(0, Clock::now() - std::chrono::seconds(1)).refusal(), MOVIE_TIMEOUT);
  EXPECT_EQ(get.operation(0, Clock::now() + std::chrono::seconds(60)).refusal(), MOVIE_OK);
}

}  // namespace
}  // namespace movie::sdk
