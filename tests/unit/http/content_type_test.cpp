#include "http/content_type.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace movie::http
