#pragma once

#include "pg_test.hpp"
#include "support/tcp_proxy.hpp"

namespace movie::pg {

/// A server of the case's own, to be stopped and killed, behind a network that may fail.
class PgServer : public testing::Test {
 protected:
  void SetUp() override {
    MOVIE_NEEDS_POSTGRES();
    if (std::getenv("MOVIE_DATABASE_URL_TEST") != nullptr && PostgresCluster::programs().empty()) {
      GTEST_SKIP() << "only a server of one's own can be stopped: apt-get install postgresql";
    }
    cluster_.emplace();
    proxy_.emplace(cluster_->port());
    store_.emplace(plugin(),
                   "postgresql://movie@127.0.0.1:" + std::to_string(proxy_->port()) + "/postgres");
    store_->migrate(MOVIE_MIGRATE_UP);
    session_.emplace(store_->session());
  }
  void TearDown() override {
    session_.reset();
    store_.reset();
  }
  std::string count() { return test::scalar(cluster_->url(), "SELECT count(*) FROM movies"); }

  std::optional<PostgresCluster> cluster_;
  std::optional<test::TcpProxy> proxy_;
  std::optional<Store> store_;
  std::optional<Session> session_;
};

}  // namespace movie::pg
