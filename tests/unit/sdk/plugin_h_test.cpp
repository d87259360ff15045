#include "movie/plugin.h"

#include <gtest/gtest.h>

#include "unit/sdk/raw_operation.hpp"

namespace movie::sdk {
namespace {

std::int32_t fail(movie_session*, movie_ask* ask) {
  movie_finish(ask, MOVIE_UNSET, 28, "no room");
  return MOVIE_FULL;
}
std::int32_t succeed(movie_session*, movie_ask*) { return MOVIE_OK; }

std::int32_t execute(const Raw& raw, std::int32_t (*run)(movie_session*, movie_ask*)) {
  const movie_op* const op = &raw.op;
  const movie_call call{sizeof(movie_call), 0, 0, {nullptr, 0}, 1, &op};
  return movie_execute(nullptr, &call, MOVIE_SEARCH, run);
}

TEST(PluginH, KeepsWhatAnOperationHasToldOfItself) {
  const Raw raw(MOVIE_OP_GET);
  EXPECT_EQ(execute(raw, fail), MOVIE_OK);
  EXPECT_EQ(raw.result.status, MOVIE_FULL);
  EXPECT_EQ(raw.result.native, 28u);
  EXPECT_STREQ(raw.message, "no room");
}

TEST(PluginH, RefusesATitleKeyThatIsNowhere) {
  Raw raw(MOVIE_OP_CREATE);
  raw.row.title_key = {nullptr, 5};
  EXPECT_EQ(execute(raw, succeed), MOVIE_OK);
  EXPECT_EQ(raw.result.status, MOVIE_INVALID);
}

TEST(PluginH, RefusesFieldsThatAreNotForTheOperation) {  // [S-2]
  for (const std::uint32_t code : {MOVIE_OP_GET, MOVIE_OP_CREATE, MOVIE_OP_REMOVE}) {
    Raw raw(code);
    raw.op.fields = MOVIE_YEAR;
    EXPECT_EQ(execute(raw, succeed), MOVIE_OK);
    EXPECT_EQ(raw.result.status, MOVIE_UNSUPPORTED) << code;
  }
}

}  // namespace
}  // namespace movie::sdk
