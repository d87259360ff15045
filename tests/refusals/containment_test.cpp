#include <gmock/gmock.h>

#include "refusals/refusal.hpp"
#include "store/store.hpp"
#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr const char* kFilm = R"({"title":"Alien","year":1979,"genre":"horror"})";

/// Exceptions through the C boundary, of the real service: they fail what was asked, and no more.
class ContainmentTest : public ::testing::TestWithParam<std::pair<std::string, std::string>> {
 protected:
  static Service serve(const std::string& mode) {
    return Service(mode, {{"MOVIE_PLUGIN_DIR", kRefusalsDir.string()}});
  }
};

TEST_P(ContainmentTest, OfExecuteFailsTheRequestAndMarksTheStore) {
  const auto& [mode, words] = GetParam();
  Service service = serve(mode);
  HttpClient client(service.port());
  EXPECT_THAT(client.request("GET", "/readyz").body, Not(HasSubstr("suspect")));

  const auto read = client.request("GET", "/movies/1");
  EXPECT_EQ(read.status, 500);
  EXPECT_THAT(read.body, Not(HasSubstr("boundary"))) << "words of the plug-in are for the log";
  const auto write =
      client.request("POST", "/movies", {{"Content-Type", "application/json"}}, kFilm);
  EXPECT_EQ(write.status, 503);
  EXPECT_EQ(write.field("retry-after"), std::nullopt) << "nobody knows what became of it";

  const auto ready = client.request("GET", "/readyz");
  EXPECT_EQ(ready.status, 200);
  EXPECT_THAT(ready.body, MatchesRegex("\\{\"status\":\"ok\",\"database\":\"" + mode +
                                       "\",\"suspect_since\":\"[-0-9]+T[0-9:]+Z\"\\}"));
  EXPECT_EQ(client.request("GET", "/livez").status, 200);
  const Ended ended = service.process().terminate();
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.err, HasSubstr(mode + ": execute of the plug-in threw an exception: " + words +
                                   "; the store is suspect from now on"));
}

INSTANTIATE_TEST_SUITE_P(
    Thrown, ContainmentTest,
    ::testing::Values(std::pair("execute_throws", "out through the boundary"),
                      std::pair("execute_throws_int", "something that is no std::exception"),
                      std::pair("execute_throws_custom", "something that is no std::exception")),
    [](const auto& one) { return one.param.first; });

TEST(ContainmentOfEndingTest, LetsTheServiceEndWell) {
  for (const std::string function : {"close", "session_close"}) {
    Service service(function + "_throws", {{"MOVIE_PLUGIN_DIR", kRefusalsDir.string()}});
    EXPECT_EQ(HttpClient(service.port()).request("GET", "/readyz").status, 200);
    const Ended ended = service.process().terminate();
    EXPECT_EQ(ended.status, 0) << function;
    EXPECT_THAT(ended.err, HasSubstr(": " + function + " of the plug-in threw an exception: "));
  }
}

/// A warning only: what its code says of itself has to do.
TEST(PluginWithoutANoteTest, IsServedWithAWarning) {
  Service service("no_note", {{"MOVIE_PLUGIN_DIR", kRefusalsDir.string()}});
  EXPECT_THAT(service.process().terminate().err, HasSubstr("libstore_no_note.so: no plug-in note"));
}

TEST(SuspicionTest, RemembersTheFirstTime) {
  const std::filesystem::path folders[] = {kRefusalsDir};
  const auto store = store::Store::open(store::load_plugin("execute_throws", folders), {});
  EXPECT_EQ(store->suspicion().since(), 0);
  auto session = store->session(true);
  store::Operation get(store::Verb::get), remove(store::Verb::remove);
  session.execute(get);
  const auto since = store->suspicion().since();
  EXPECT_GT(since, 0);
  session.execute(remove);
  EXPECT_EQ(get.status, Status::internal);
  EXPECT_EQ(remove.status, Status::unknown);
  EXPECT_EQ(get.message, "the plug-in threw an exception: out through the boundary");
  EXPECT_EQ(store->suspicion().since(), since);
}

}  // namespace
}  // namespace movie::test
