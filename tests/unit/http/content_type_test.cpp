#include "http/content_type.hpp"

#include <gtest/gtest.h>

#include <array>

namespace movie::http {
namespace {

TEST(ContentType, IsJson) {
  for (const auto* type :
       {"application/json", "Application/JSON", "application/json; charset=latin-1",
        "application/json;", "application/json ", "application/merge-patch+json",
        "application/LD+JSON; profile=x", "application/+json"}) {
    EXPECT_TRUE(is_json(type)) << type;
  }
}

TEST(ContentType, IsNotJson) {
  for (const auto* type :
       {"", "json", "text/json", "text/plain", "application/", "application", "/json",
        "application/jsonx", "application/json, text/plain", "application/json text",
        "application/json/x", "audio/x+json", ";application/json", "text/html; application/json"}) {
    EXPECT_FALSE(is_json(type)) << type;
  }
  EXPECT_FALSE(is_json(std::nullopt));
}

constexpr std::array<std::string_view, 3> kTypes{"application/json", "text/csv",
                                                 "application/x-ndjson"};

bool prefers_csv(std::optional<std::string_view> accept) { return preferred(accept, kTypes) == 1; }

TEST(ContentType, CsvIsPreferredWhereItsWeightIsHigher) {
  for (const auto* accept : {"text/csv", "Text/CSV; header=present", "text/*",
                             "text/csv, */*;q=0.9", "application/json;q=0.5,text/csv",
                             "text/csv;q=0.2, application/*;q=0.1", "*/*;q=0.1 ,text/csv;q=0.3"}) {
    EXPECT_TRUE(prefers_csv(accept)) << accept;
  }
}

TEST(ContentType, ElseJsonIs) {
  for (const auto* accept :
       {"", "*/*", "application/json", "application/json, text/plain, */*", "text/csv, */*",
        "text/csv;q=0", "text/csv;q=0.5, application/json;q=0.6", "text/html", "text/csvx",
        "text/*;q=0.5, */*;q=0.5", ",;q=,", "text/csv;q=0.000", "text/csv;q=x, */*;q=1"}) {
    EXPECT_FALSE(prefers_csv(accept)) << accept;
  }
  EXPECT_FALSE(prefers_csv(std::nullopt));
}

TEST(ContentType, TheFirstOfThoseThatAreLikedMostIsPreferred) {
  EXPECT_EQ(preferred("application/x-ndjson", kTypes), 2U);
  EXPECT_EQ(preferred("text/csv;q=0.8, application/x-ndjson;q=0.9", kTypes), 2U);
  EXPECT_EQ(preferred("application/json;q=0.1, text/csv, application/x-ndjson", kTypes), 1U);
  EXPECT_EQ(preferred("application/*", kTypes), 0U);
}

}  // namespace
}  // namespace movie::http
