// An export whose PostgreSQL server goes away in the middle.

#include <gtest/gtest.h>

#include <string>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

/// Begins an export on a server of its own, which is killed once a part of it has come.
class BrokenExport : public testing::Test {
 protected:
  void SetUp() override { MOVIE_NEEDS_OWN_POSTGRES(); }

  /// What the client sees of it after its head.
  static void read_broken(const std::string& version) {
    PostgresCluster cluster;
    Service service("postgres", {{"MOVIE_DATABASE_URL_POSTGRES", cluster.url()}});
    // More than a kernel takes ahead of a client that does not read.
    query(cluster.url(),
          "INSERT INTO movies (title, year, genre) SELECT repeat('x', 200), 2000, 'Drama' FROM "
          "generate_series(1, 100000)");
    HttpClient client(service.port(), "127.0.0.1", std::chrono::seconds(30), 4096);
    client.send("GET /movies/export " + version + "\r\nHost: x\r\n\r\n");
    ASSERT_EQ(client.read(true).status, 200);
    cluster.kill();
    EXPECT_THROW(client.read_all(), std::system_error) << "it looks whole";
    service.process().wait_for_line(Process::kErr, "an answer was broken off");
    EXPECT_EQ(HttpClient(service.port()).request("GET", "/movies/export").status, 503);
    EXPECT_EQ(HttpClient(service.port()).request("GET", "/health").status, 200);
  }
};

TEST_F(BrokenExport, IsNoShortOne) { read_broken("HTTP/1.1"); }

TEST_F(BrokenExport, IsNoShortOneInHttp10) { read_broken("HTTP/1.0"); }

}  // namespace
}  // namespace movie::test
