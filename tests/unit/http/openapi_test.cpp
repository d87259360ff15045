#include "http/openapi/document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/pointer.h>

#include <algorithm>
#include <set>
#include <string>

#include "http/routes.hpp"

namespace movie::http {
namespace {

using rapidjson::Document;
using rapidjson::Value;
using testing::ElementsAre;

std::string text(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

std::string lower(std::string_view method) {
  std::string out(method);
  std::ranges::transform(out, out.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  return out;
}

struct OpenApi : testing::Test {
  void SetUp() override {
    const auto json = openapi_document("A \"title\"\n", "1.2.3");
    document.Parse(json.data(), json.size());
    ASSERT_FALSE(document.HasParseError()) << json.substr(document.GetErrorOffset(), 60);
  }
  /// Calls `see` with every member of every object.
  template <class See>
  static void walk(const Value& value, const See& see) {
    if (value.IsArray()) {
      for (const auto& item : value.GetArray()) walk(item, see);
    } else if (value.IsObject()) {
      for (const auto& [name, member] : value.GetObject()) {
        see(text(name), member);
        walk(member, see);
      }
    }
  }
  Document document;
};

TEST_F(OpenApi, SaysWhatItIs) {
  EXPECT_EQ(text(document["openapi"]), "3.1.0");
  EXPECT_EQ(text(document["info"]["title"]), "A \"title\"\n");
  EXPECT_EQ(text(document["info"]["version"]), "1.2.3");
}

TEST_F(OpenApi, DescribesTheRoutesAndNothingElse) {
  // What leads to the document is no part of the API that it describes.
  const auto own = [](std::string_view path) {
    return path == "/openapi.json" || path.starts_with("/docs");
  };
  std::set<std::string> served, described;
  for (const auto& route : routes()) {
    if (!own(route.pattern)) served.insert(lower(route.method).append(" ").append(route.pattern));
  }
  for (const auto& [path, item] : document["paths"].GetObject()) {
    for (const auto& [method, operation] : item.GetObject())
      described.insert(text(method) + " " + text(path));
  }
  EXPECT_EQ(described, served);
}

TEST_F(OpenApi, NamesItsOperationsAsFastApiDoes) {
  std::set<std::string> names;
  walk(document["paths"], [&](const std::string& name, const Value& value) {
    if (name == "responses") return;
    if (value.IsObject() && value.HasMember("operationId") && value.HasMember("tags"))
      names.insert(text(value["tags"][0]) + " " + text(value["operationId"]));
  });
  EXPECT_THAT(
      names,
      ElementsAre("diagnostics health_health_get", "health healthcheck_healthz_get",
                  "health liveness_livez_get", "health readiness_readyz_get",
                  "movies bulk_create_movies_movies_bulk_post", "movies create_movie_movies_post",
                  "movies delete_movie_movies__movie_id__delete",
                  "movies export_movies_movies_export_get", "movies list_movies_movies_get",
                  "movies read_movie_movies__movie_id__get",
                  "movies replace_movie_movies__movie_id__put",
                  "movies update_movie_movies__movie_id__patch"));
}

TEST_F(OpenApi, HasWhatItRefersTo) {
  int references = 0;
  walk(document, [&](const std::string& name, const Value& value) {
    if (name != "$ref") return;
    ++references;
    EXPECT_NE(rapidjson::Pointer(text(value).c_str()).Get(document), nullptr) << text(value);
  });
  EXPECT_GT(references, 50);
}

TEST_F(OpenApi, HasNoComponentThatNothingRefersTo) {
  std::set<std::string> used;
  walk(document, [&](const std::string& name, const Value& value) {
    if (name == "$ref") used.insert(text(value));
  });
  for (const auto& [kind, components] : document["components"].GetObject()) {
    for (const auto& [name, component] : components.GetObject())
      EXPECT_TRUE(used.contains("#/components/" + text(kind) + "/" + text(name))) << text(name);
  }
}

}  // namespace
}  // namespace movie::http
