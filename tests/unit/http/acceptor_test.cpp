#include "http/transport/acceptor.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <vector>

#include "http/transport/listening.hpp"
#include "support/http_client.hpp"

namespace movie::http {
namespace {

TEST(Acceptor, AFloodOfConnectionsLeavesWhatIsPostedItsTurn) {
  constexpr int kFlood = 400;
  auto sockets = listen_on("127.0.0.1", 0);
  std::vector<test::HttpClient> flood;
  for (int i = 0; i < kFlood; ++i) flood.emplace_back(port_of(sockets.front()));
  std::atomic<int> taken{0};
  std::promise<int> posted;
  Acceptor* acceptor = nullptr;
  Acceptor one(std::move(sockets), [&](UniqueFd, const std::string&) {
    if (++taken == 1) acceptor->post([&] { posted.set_value(taken); });
  });
  acceptor = &one;
  one.start();
  auto when = posted.get_future();
  ASSERT_EQ(when.wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_LT(when.get(), kFlood / 2);
  one.stop();
  EXPECT_EQ(taken, kFlood) << "it ends with nobody left behind";
}

}  // namespace
}  // namespace movie::http
