#include "json/faults.hpp"

#include <gtest/gtest.h>

#include "json/read.hpp"

namespace movie::json {
namespace {

constexpr Bounds kLimit{1, 1000};

TEST(FaultsTest, IntegersOfPathAndQueryAreJudged) {
  Faults faults;
  EXPECT_EQ(read_integer(" +0020.0 ", {"query", "limit"}, kLimit, faults), (LaxInteger{20, true}));
  EXPECT_FALSE(faults.any());
  EXPECT_EQ(read_integer("a\"\xFF", {"path", "movie_id"}, {}, faults), std::nullopt);
  EXPECT_EQ(read_integer("1001", {"query", "limit"}, kLimit, faults), std::nullopt);
  EXPECT_EQ(faults.status(), 422);
  EXPECT_EQ(
      faults.body(),
      R"({"detail":[{"type":"int_parsing","loc":["path","movie_id"],"msg":"Input should be a valid integer, )"
      R"(unable to parse string as an integer","input":"a\")"
      "\uFFFD"
      R"("},{"type":"less_than_equal","loc":["query","limit"],"msg":"Input should be less than or equal to )"
      R"(1000","input":"1001","ctx":{"le":1000}}]})");
}

TEST(FaultsTest, FaultsOfThePathComeBeforeThoseOfTheBody) {
  Faults faults;
  read_integer("abc", {"path", "movie_id"}, {}, faults);
  EXPECT_EQ(read_patch({"{\"year\":1}"}, faults), std::nullopt);
  EXPECT_EQ(
      faults.body(),
      R"({"detail":[{"type":"int_parsing","loc":["path","movie_id"],"msg":"Input should be a valid integer, )"
      R"(unable to parse string as an integer","input":"abc"},{"type":"greater_than_equal","loc":["body","year"],)"
      R"("msg":"Input should be greater than or equal to 1888","input":1,"ctx":{"ge":1888}}]})");
}

TEST(FaultsTest, ABodyThatCannotBeParsedHidesAllElse) {
  Faults faults;
  read_integer("abc", {"path", "movie_id"}, {}, faults);
  EXPECT_EQ(read_patch({"{\"é\":1,}"}, faults), std::nullopt);
  EXPECT_EQ(faults.status(), 422);
  EXPECT_EQ(
      faults.body(),
      R"({"detail":[{"type":"json_invalid","loc":["body",7],"msg":"JSON decode error","input":{},)"
      R"("ctx":{"error":"Expecting property name enclosed in double quotes"}}]})");
  EXPECT_EQ(read_patch({"\xFF"}, faults), std::nullopt);
  EXPECT_EQ(faults.status(), 400);
  EXPECT_EQ(faults.body(), R"({"detail":"There was an error parsing the body"})");
}

}  // namespace
}  // namespace movie::json
