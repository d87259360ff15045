#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

#include "http/readiness.hpp"
#include "http/routes.hpp"
#include "unit/http/scripted_store.hpp"

namespace movie::http {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Response get(std::string_view path) {
  test::ScriptedStore scripted({});
  Readiness readiness(scripted.store().suspicion());
  KeysInFlight keys;
  const Request request;
  return std::get<Response>(
      find_route("GET", path)
          .handler({request, {}, {}, {}, {}, {}, scripted.store(), readiness, keys}));
}

std::string field(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.fields) {
    if (key == name) return value;
  }
  return "(none)";
}

/// Paths of this server that the page loads or links.
std::set<std::string> links(const std::string& page) {
  static const std::regex kLink("(?:href|src)=\"(?!data:)([^\"?]*)");
  std::set<std::string> found;
  for (std::sregex_iterator it(page.begin(), page.end(), kLink), end; it != end; ++it)
    found.insert("/" + (*it)[1].str());
  return found;
}

TEST(Docs, IsAPageThatMayLoadNothingOfOthers) {
  const auto page = get("/docs");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_THAT(field(page, "Content-Security-Policy"),
              AllOf(HasSubstr("default-src 'none'"), HasSubstr("frame-ancestors 'none'"),
                    testing::Not(HasSubstr("http"))));
  EXPECT_EQ(field(page, "X-Content-Type-Options"), "nosniff");
}

TEST(Docs, ServesWhatItsPageNames) {
  const auto paths = links(get("/docs").body);
  EXPECT_FALSE(paths.empty());
  for (const auto& path : paths) {
    ASSERT_NE(find_route("GET", path).handler, nullptr) << path;
    if (path != "/openapi.json") {
      EXPECT_EQ(get(path).status, 200) << path;
      EXPECT_EQ(field(get(path), "X-Content-Type-Options"), "nosniff") << path;
    }
  }
}

TEST(Docs, HasNoOtherFiles) {
  for (const auto* path : {"/docs/", "/docs/index.html", "/docs/../docs", "/docs/../../etc/passwd",
                           "/docs/package.json", "/docs/swagger-ui.js"}) {
    EXPECT_FALSE(find_route("GET", path).known_path) << path;
  }
}

#ifdef MOVIE_DOCS_UI
TEST(Docs, LetsBrowsersKeepTheHeavyFiles) {
  const auto script = get("/docs/swagger-ui-bundle.js"), style = get("/docs/swagger-ui.css");
  EXPECT_EQ(script.content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(style.content_type, "text/css; charset=utf-8");
  EXPECT_GT(script.body.size(), 500'000U);
  for (const auto* file : {&script, &style})
    EXPECT_THAT(field(*file, "Cache-Control"), HasSubstr("immutable"));
  EXPECT_THAT(get("/docs").body, testing::ContainsRegex("swagger-ui-bundle\\.js\\?[0-9.]+\""));
}
#else
TEST(Docs, SaysHowToHaveTheUi) {
  const auto page = get("/docs");
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("-DMOVIE_DOCS_UI=ON"), HasSubstr("href=\"openapi.json\"")));
  EXPECT_EQ(get("/docs/swagger-ui.css").status, 404);
}
#endif

}  // namespace
}  // namespace movie::http
