// How movie-service starts, or says why it does not.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <string>

#include "support/http_client.hpp"
#include "support/service.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

using Environment = Service::Environment;

Ended start(const std::string& mode, Environment environment = {},
            const std::vector<std::string>& arguments = {}) {
  const TempDir folder;
  return run(Service::start(mode, environment, arguments, folder.path()));
}

/// With the plug-in of this folder whose URL says how it behaves.
Environment scripted(const std::string& how) {
  return {{"MOVIE_PLUGIN_DIR", MOVIE_TEST_PLUGIN_DIR},
          {"MOVIE_DATABASE_URL_SCRIPTED", "scripted:" + how}};
}

TEST(Startup, SaysFirstWhatItServesAndWhere) {
  Service service("scripted", {{"MOVIE_PLUGIN_DIR", MOVIE_TEST_PLUGIN_DIR},
                               {"MOVIE_DATABASE_URL_SCRIPTED", "scripted://me:secret@host/x"}});
  EXPECT_THAT(
      service.first_line(),
      MatchesRegex("movie-service [0-9.]+: mode scripted, store scripted://me:\\*\\*\\*@host/x, "
                   "http://127.0.0.1:[0-9]+"));
  EXPECT_EQ(HttpClient(service.port()).request("GET", "/healthz").status, 200);
  const auto ended = service.process().terminate();
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ((ended.out + ended.err).find("secret"), std::string::npos);
}

TEST(Startup, NamesAPortThatIsTaken) {
  Service first("scripted", scripted("x"));
  auto environment = scripted("x");
  environment["MOVIE_PORT"] = std::to_string(first.port());
  const auto second = start("scripted", environment);
  EXPECT_EQ(second.status, 1);
  EXPECT_THAT(second.err, HasSubstr("port " + environment["MOVIE_PORT"] +
                                    " is in use by another program; set MOVIE_PORT\n"));
}

TEST(Startup, NamesAnAddressThatIsNotItsOwn) {
  auto environment = scripted("x");
  environment["MOVIE_HOST"] = "192.0.2.1";
  const auto ended = start("scripted", environment);
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("192.0.2.1"));
}

TEST(Startup, EndsWith78WhereTryingAgainCannotHelp) {
  const auto no_mode = start("nosuch");
  EXPECT_EQ(no_mode.status, 78);
  EXPECT_THAT(no_mode.err, HasSubstr("libstore_nosuch.so"));
  const auto bad_value = start("memory", {{"MOVIE_PORT", "eighty"}});
  EXPECT_EQ(bad_value.status, 78);
  EXPECT_THAT(bad_value.err, testing::AllOf(HasSubstr("MOVIE_PORT"), HasSubstr("eighty")));
  const auto broken = start("scripted", scripted("broken"));
  EXPECT_EQ(broken.status, 78);
  EXPECT_THAT(broken.err, HasSubstr("not a store of mine"));
}

TEST(Startup, EndsWith69WhereTryingAgainMayHelp) {
  const auto ended = start("scripted", scripted("absent"));
  EXPECT_EQ(ended.status, 69);
  EXPECT_THAT(ended.err, HasSubstr("nobody listens there"));
}

TEST(Startup, EndsWith2WhenMisused) {
  EXPECT_EQ(start("memory", {}, {"--nosuch"}).status, 2);
  EXPECT_EQ(start("memory", {}, {"--seed", "-1"}).status, 2);
  EXPECT_EQ(start("memory", {}, {"--seed", "many"}).status, 2);
}

TEST(Startup, ExplainsItself) {
  const auto help = start("memory", {}, {"--help"});
  EXPECT_EQ(help.status, 0);
  for (const auto* flag :
       {"--migrate", "--seed", "--check-config", "--openapi", "--port", "--db-mode"}) {
    EXPECT_THAT(help.out, HasSubstr(flag));
  }
  const auto version = start("memory", {}, {"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_THAT(version.out, MatchesRegex("movie-service [0-9.]+ \\(commit .+\\), plug-in ABI .+\n"));
}

TEST(Startup, PrintsItsSettings) {
  const auto ended = start("memory", {{"MOVIE_DATABASE_URL_POSTGRES", "postgresql://u:secret@h/d"}},
                           {"--check-config", "--port", "9000"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("MOVIE_PORT=9000"));
  EXPECT_THAT(ended.out, HasSubstr("MOVIE_DB_MODE=memory"));
  EXPECT_EQ(ended.out.find("secret"), std::string::npos);
}

TEST(Startup, PrintsItsApi) {
  const auto ended = start("memory", {{"MOVIE_APP_NAME", "Films"}}, {"--openapi"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out,
              testing::StartsWith(R"({"openapi":"3.1.0","info":{"title":"Films","version":"0)"));
  EXPECT_THAT(ended.out, testing::EndsWith("}\n"));
  EXPECT_EQ(start("nosuch", {}, {"--openapi"}).status, 0) << "no store is needed for it";
}

TEST(Schema, BehindIsRefusedWithTheCommandThatHelps) {
  const auto ended = start("scripted", scripted("behind"));
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.err, testing::AllOf(HasSubstr("behind"), HasSubstr("revision 1"),
                                        HasSubstr("needs 2"), HasSubstr("movie-tools migrate up")));
  EXPECT_EQ(ended.out, "");
}

TEST(Schema, BehindIsBroughtUpWhenAsked) {
  Service service("scripted", scripted("behind"), {"--migrate"});
  EXPECT_EQ(service.process().terminate().status, 0);
}

TEST(Schema, OfAStoreMadeJustNowIsBroughtUpUnasked) {
  Service service("scripted", scripted("behind,created"));
  EXPECT_EQ(service.process().terminate().status, 0);
}

TEST(Schema, AheadIsRefusedInOneLine) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{}, {"--migrate"}}) {
    const auto ended = start("scripted", scripted("ahead"), arguments);
    EXPECT_EQ(ended.status, 3);
    EXPECT_THAT(ended.err,
                testing::AllOf(HasSubstr("ahead"), HasSubstr("revision 3"), HasSubstr("knows 2")));
    EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1) << ended.err;
  }
}

TEST(Schema, OfAnotherHistoryIsRefused) {
  const auto ended = start("scripted", scripted("changed"), {"--migrate"});
  EXPECT_EQ(ended.status, 78);
  EXPECT_THAT(ended.err, HasSubstr("differs"));
}

TEST(Probe, AsksTheServerThatRuns) {
  Service service("scripted", scripted("away"));
  auto environment = scripted("away");
  environment["MOVIE_PORT"] = std::to_string(service.port());
  const auto live = start("scripted", environment, {"--probe", "live"});
  EXPECT_EQ(live.status, 0) << live.err;
  EXPECT_EQ(live.out, "{\"status\":\"ok\"}\n");
  const auto ready = start("scripted", environment, {"--probe", "ready"});
  EXPECT_EQ(ready.status, 1);
  EXPECT_THAT(ready.err,
              testing::AllOf(HasSubstr("/readyz answers 503"), HasSubstr("unreachable")));
  environment["MOVIE_HOST"] = "0.0.0.0";
  EXPECT_EQ(start("scripted", environment, {"--probe", "live"}).status, 0);
  EXPECT_EQ(service.process().terminate().status, 0);
  const auto gone = start("scripted", environment, {"--probe", "live"});
  EXPECT_EQ(gone.status, 1);
  EXPECT_THAT(gone.err, HasSubstr("no answer from 127.0.0.1 port " + environment["MOVIE_PORT"]));
  EXPECT_EQ(start("scripted", environment, {"--probe", "well"}).status, 2);
}

TEST(Probe, AsksAnIPv6AddressHoweverItIsWritten) {
  for (const char* host : {"::1", "[::1]"}) {
    auto environment = scripted("x");
    environment["MOVIE_HOST"] = host;
    Service service("scripted", environment);
    EXPECT_THAT(service.first_line(), MatchesRegex(".*, http://\\[::1\\]:[0-9]+")) << host;
    environment["MOVIE_PORT"] = std::to_string(service.port());
    const auto ready = start("scripted", environment, {"--probe", "ready"});
    EXPECT_EQ(ready.status, 0) << host << ": " << ready.err;
  }
}

TEST(Away, AtStartIsNoRefusal) {
  Service service("scripted", scripted("away"));
  HttpClient client(service.port());
  EXPECT_EQ(client.request("GET", "/health").status, 200);
  for (const char* target : {"/healthz", "/readyz", "/movies", "/movies/1"}) {
    const auto answer = client.request("GET", target);
    EXPECT_EQ(answer.status, 503) << target;
    EXPECT_TRUE(answer.field("retry-after")) << target;
  }
  EXPECT_EQ(client.request("GET", "/healthz").body,
            R"({"status":"unavailable","database":"scripted"})");
  const auto ended = service.process().terminate();
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.err, HasSubstr("nobody answers there"));
}

TEST(Away, IsWaitedForWhereAMigrationIsAsked) {
  Service service("scripted", scripted("comes,behind"), {"--migrate"});
  EXPECT_EQ(HttpClient(service.port()).request("GET", "/healthz").status, 200);
}

TEST(Away, EndsAMigrationInTime) {
  auto environment = scripted("away");
  environment["MOVIE_STARTUP_TIMEOUT"] = "0.3";
  const auto ended = start("scripted", environment, {"--migrate"});
  EXPECT_EQ(ended.status, 69);
  EXPECT_THAT(ended.err, HasSubstr("nobody answers there"));
}

/// Started with `flag` on a store that keeps it waiting, with `line` in its log.
void end_while_it_waits(const std::string& how, const std::vector<std::string>& flags,
                        const std::string& line, int signal) {
  const TempDir folder;
  Process process(Service::start("scripted", scripted(how), flags, folder.path()));
  process.wait_for_line(Process::kErr, line);
  process.signal(signal);
  const auto ended = process.wait(std::chrono::seconds(5));
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, "") << "it serves nothing";
}

TEST(ToldToEnd, BeforeItServesItEndsAtOnce) {
  for (const int signal : {SIGTERM, SIGINT}) {
    end_while_it_waits("behind,locked", {"--migrate"}, "waiting for the lock", signal);
    end_while_it_waits("away", {"--migrate"}, "waiting for it", signal);
  }
}

TEST(ToldToEnd, WhileItSeedsItEndsAtOnce) {
  end_while_it_waits("slow", {"--seed", "1000"}, "a slow write begins", SIGTERM);
}

TEST(Seed, CreatesOneByOneWhereThePlugInHasOnlyTheCoreProfile) {
  Service service("core_profile", {{"MOVIE_PLUGIN_DIR", MOVIE_CORE_PROFILE_DIR}},
                  {"--seed", "150"});
  const auto list = HttpClient(service.port()).request("GET", "/movies?count=true&limit=1");
  EXPECT_EQ(list.field("X-Total-Count"), "150");
}

TEST(Seed, LeavesAStoreThatHasFilmsAlone) {
  Service service("scripted",
                  [] {
                    auto environment = scripted("films");
                    environment["LOG_LEVEL"] = "INFO";
                    return environment;
                  }(),
                  {"--seed", "5"});
  service.process().wait_for_line(Process::kErr, "database already seeded; skipping");
}

TEST(Seed, ThatFailsOnTheWaySaysHowFarItCame) {
  const auto ended = start("scripted", scripted("small"), {"--seed", "5"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("seeded 2 of 5 movies in the store of mode scripted, then: "));
  EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1) << ended.err;
}

}  // namespace
}  // namespace movie::test
