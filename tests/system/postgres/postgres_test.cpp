// The programs on a PostgreSQL server that comes, goes, and has a pooler before it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <thread>

#include "support/free_port.hpp"
#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::AnyOf;
using testing::HasSubstr;

std::map<std::string, std::string> on(const std::string& url) {
  return {{"MOVIE_DB_MODE", "postgres"}, {"MOVIE_DATABASE_URL_POSTGRES", url}};
}

Start tools(const std::string& url, std::vector<std::string> arguments) {
  return {.program = MOVIE_TOOLS,
          .arguments = std::move(arguments),
          .environment = on(url),
          .directory = "/"};
}

HttpResponse post(HttpClient& client, const std::string& title) {
  return client.request("POST", "/movies", {{"Content-Type", "application/json"}},
                        R"({"title":")" + title + R"(","year":2000,"genre":"Drama"})");
}

/// Asks until the answer is that status. False: it never was.
bool becomes(std::uint16_t port, const std::string& target, int status,
             milliseconds limit = milliseconds(10'000)) {
  for (const auto end = steady_clock::now() + limit; steady_clock::now() < end;) {
    if (HttpClient(port).request("GET", target).status == status) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

class Postgres : public testing::Test {
 protected:
  void SetUp() override { MOVIE_NEEDS_OWN_POSTGRES(); }
};

TEST_F(Postgres, TwentyMigrationsAtOnceAllSucceed) {
  const PostgresDatabase database;
  std::vector<std::unique_ptr<Process>> all;
  for (int at = 0; at < 20; ++at)
    all.push_back(std::make_unique<Process>(tools(database.url(), {"migrate", "up"})));
  for (const auto& process : all) {
    const Ended ended = process->wait();
    EXPECT_EQ(ended.status, 0) << ended.err;
  }
  EXPECT_EQ(scalar(database.url(), "SELECT count(*) FROM movie_schema WHERE number = 1"), "1");
}

TEST_F(Postgres, AMigrationThatWaitedSeesWhatWasDoneMeanwhile) {
  const PostgresDatabase database;
  constexpr const char* kWaiting =
      "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database WHERE datname = "
      "current_database() AND locktype = 'advisory' AND NOT granted";
  PostgresClient other(database.url());
  other.query("BEGIN; SELECT pg_advisory_xact_lock(1836021353, 1935894637)");
  Process first(tools(database.url(), {"migrate", "up"}));
  Process second(tools(database.url(), {"migrate", "up"}));
  const auto limit = steady_clock::now() + milliseconds(10'000);
  while (other.query(kWaiting).at(0).at(0) != "2" && steady_clock::now() < limit)
    std::this_thread::sleep_for(milliseconds(10));
  other.query("COMMIT");
  for (Process* process : {&first, &second}) {
    const Ended ended = process->wait();
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_THAT(ended.err, testing::Not(HasSubstr("took over")));
  }
}

TEST_F(Postgres, AMigrationKilledLeavesOldOrNew) {
  const PostgresDatabase database;
  std::mt19937 random(4);
  for (int at = 0; at < 12; ++at) {
    query(database.url(),
          "DROP TABLE IF EXISTS movies, movie_schema, movie_setting, movie_lane, movie_memo; "
          "CREATE TABLE "
          "movies (id SERIAL "
          "PRIMARY KEY, "
          "title VARCHAR(200) NOT NULL, year INTEGER NOT NULL, genre VARCHAR(50) NOT NULL)");
    Process process(tools(database.url(), {"migrate", "up"}));
    std::this_thread::sleep_for(milliseconds(random() % 60));
    process.signal(SIGKILL);
    process.wait();
    const std::string kind = scalar(database.url(),
                                    "SELECT format_type(atttypid, 0) FROM pg_attribute WHERE "
                                    "attrelid = 'movies'::regclass AND attname = 'id'");
    const std::string made =
        scalar(database.url(),
               "SELECT count(*) FROM pg_class WHERE relname IN ('movie_schema', 'movie_lane')");
    EXPECT_THAT(kind + made, AnyOf("integer0", "bigint2"));
  }
  EXPECT_EQ(run(tools(database.url(), {"migrate", "up"})).status, 0);
}

TEST_F(Postgres, AServerThatIsDownAtStartIsServedWhenItComes) {
  PostgresCluster cluster;
  cluster.stop();
  TempDir folder;
  Process process(Service::start("postgres", on(cluster.url()), {}, folder.path()));
  const std::string line = process.wait_for_line(Process::kOut, "movie-service");
  const auto port = static_cast<std::uint16_t>(std::stoul(line.substr(line.rfind(':') + 1)));
  HttpClient client(port);
  EXPECT_EQ(client.request("GET", "/health").status, 200);
  const auto healthz = client.request("GET", "/healthz");
  EXPECT_EQ(healthz.status, 503);
  EXPECT_EQ(healthz.body, R"({"status":"unavailable","database":"postgres"})");
  EXPECT_TRUE(healthz.field("retry-after"));
  EXPECT_EQ(client.request("GET", "/movies").status, 503);

  cluster.start();
  process.wait_for_line(Process::kErr, "Connection refused");
  std::thread asking([&] { becomes(port, "/movies", 200, milliseconds(3'000)); });
  EXPECT_THAT(process.wait_for_line(Process::kErr, "run movie-tools migrate up"),
              HasSubstr("step 0"));
  EXPECT_EQ(client.request("GET", "/readyz").status, 503);
  EXPECT_EQ(run(tools(cluster.url(), {"migrate", "up"})).status, 0);
  EXPECT_TRUE(becomes(port, "/movies", 200, milliseconds(2'000)));
  EXPECT_TRUE(becomes(port, "/readyz", 200));
  asking.join();
}

TEST_F(Postgres, PasswordsAreNeverShown) {
  PostgresCluster cluster;
  std::ofstream(cluster.folder() / "data" / "pg_hba.conf")
      << "host all all 127.0.0.1/32 scram-sha-256\nlocal all all trust\n";
  cluster.stop();
  cluster.start();
  std::string url = cluster.url();
  url.replace(url.find("movie@"), 6, "movie:hush-hush@");
  TempDir folder;
  Process process(Service::start("postgres", on(url), {"--log-level", "debug"}, folder.path()));
  process.wait_for_line(Process::kErr, "authentication failed");
  const Ended ended = process.terminate();
  EXPECT_THAT(ended.out + ended.err, testing::Not(HasSubstr("hush-hush")));
  const Ended refused = run(tools(url, {"migrate", "status"}));
  EXPECT_EQ(refused.status, 69);
  EXPECT_THAT(refused.out + refused.err, testing::Not(HasSubstr("hush-hush")));
}

TEST_F(Postgres, PgBouncerMayStandBetween) {
  if (!std::filesystem::exists("/usr/sbin/pgbouncer")) {
    if (std::getenv("CI") != nullptr) FAIL() << "pgbouncer is missing";
    GTEST_SKIP() << "apt-get install pgbouncer";
  }
  PostgresCluster cluster;
  const std::string port = std::to_string(free_port());
  const auto settings = cluster.folder() / "pgbouncer.ini";
  std::ofstream(settings)
      << "[databases]\n* = host=127.0.0.1 port=" << cluster.port() << " user=movie\n[pgbouncer]\n"
      << "listen_addr = 127.0.0.1\nlisten_port = " << port
      << "\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 2\n";
  Process pooler(cluster.command("/usr/sbin/pgbouncer", {settings.string()}));
  pooler.wait_for_line(Process::kErr, "listening on 127.0.0.1");
  const std::string url = "postgresql://movie@127.0.0.1:" + port + "/postgres?pooler=transaction";

  EXPECT_EQ(run(tools(url, {"seed", "--sample", "2500"})).status, 0);
  Service service("postgres", on(url));
  std::vector<std::thread> clients;
  std::atomic<int> wrong = 0;
  for (int number = 0; number < 8; ++number) {
    clients.emplace_back([&] {
      HttpClient client(service.port());
      for (int at = 0; at < 20; ++at) {
        wrong += post(client, "through the pooler").status != 201;
        wrong += client.request("GET", "/movies?limit=1000&genre=sci-fi").status != 200;
        wrong += client.request("GET", "/movies/1").status != 200;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(scalar(cluster.url(), "SELECT count(*) FROM movies"), "2660");
  EXPECT_EQ(scalar(cluster.url(), "SELECT count(*) FROM pg_prepared_statements"), "0");
  EXPECT_EQ(run(tools(url, {"reset", "--yes"})).status, 0);
  EXPECT_EQ(HttpClient(service.port()).request("GET", "/movies").body, "[]");
}

/// What clients were told of the films they sent.
struct Told {
  std::atomic<int> created{0}, unknown{0}, refused{0};
  std::mutex mutex;
  std::vector<std::string> acknowledged;
};

void write_until(std::atomic<bool>& done, std::uint16_t port, int number, Told& told) {
  std::optional<HttpClient> client(port);
  for (int at = 0; !done; ++at) {
    const std::string title = std::to_string(number) + "." + std::to_string(at);
    const HttpResponse answer = post(*client, title);
    if (answer.status == 201) {
      const std::lock_guard lock(told.mutex);
      told.acknowledged.push_back(title);
    }
    if (answer.status != 201) (answer.field("retry-after") ? told.refused : told.unknown)++;
    if (answer.status != 201) std::this_thread::sleep_for(milliseconds(2));
  }
}

// MOVIE_RESTARTS=10 tests/postgres_test --gtest_filter=*Restart*
TEST_F(Postgres, RestartedUnderWritesItLosesAndDoublesNothing) {
  const char* asked = std::getenv("MOVIE_RESTARTS");
  const int restarts = asked == nullptr ? 2 : std::atoi(asked);
  PostgresCluster cluster;
  Service service("postgres", on(cluster.url()), {"--migrate"});
  std::atomic<bool> done = false;
  Told told;
  std::vector<std::thread> clients;
  for (int number = 0; number < 16; ++number)
    clients.emplace_back([&, number] { write_until(done, service.port(), number, told); });
  // Shorter and longer than a request may take.
  constexpr std::array<milliseconds, 3> kAway{milliseconds(300), milliseconds(1'500),
                                              milliseconds(5'000)};
  milliseconds longest{0};
  for (int at = 0; at < restarts; ++at) {
    std::this_thread::sleep_for(milliseconds(700));
    at % 2 == 0 ? cluster.kill() : cluster.stop();
    std::this_thread::sleep_for(kAway[static_cast<std::size_t>(at) % kAway.size()]);
    cluster.start();
    const auto back = steady_clock::now();
    EXPECT_TRUE(becomes(service.port(), "/healthz", 200));
    longest =
        std::max(longest, std::chrono::duration_cast<milliseconds>(steady_clock::now() - back));
  }
  std::this_thread::sleep_for(milliseconds(300));
  done = true;
  for (std::thread& client : clients) client.join();

  std::map<std::string, int> found;
  for (const auto& row : query(cluster.url(), "SELECT title FROM movies")) ++found[row[0]];
  int lost = 0, doubled = 0;
  for (const std::string& title : told.acknowledged) lost += found.count(title) == 0;
  for (const auto& [title, times] : found) doubled += times > 1;
  std::cout << restarts << " restarts: acknowledged " << told.acknowledged.size() << ", found "
            << found.size() << ", lost " << lost << ", doubled " << doubled
            << ", refused with Retry-After " << told.refused << ", outcome unknown " << told.unknown
            << ", longest recovery " << longest.count() << " ms\n";
  EXPECT_EQ(lost, 0);
  EXPECT_EQ(doubled, 0);
  EXPECT_LE(found.size(), told.acknowledged.size() + static_cast<std::size_t>(told.unknown));
  EXPECT_GT(told.acknowledged.size(), 100u);
  EXPECT_LT(longest, milliseconds(2'000));
}

}  // namespace
}  // namespace movie::test
