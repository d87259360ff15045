#include "http/client_address.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace movie::http {
namespace {

std::string client(std::string_view peer, std::vector<std::string_view> forwarded,
                   std::vector<std::string> trusted = {"127.0.0.1", "10.0.0.2", "::1"}) {
  Request request;
  request.peer = peer;
  for (const auto value : forwarded) request.fields.push_back({"X-Forwarded-For", value});
  return client_address(request, trusted);
}

TEST(ClientAddress, IsThePeerWhereNobodyIsTrustedToSayMore) {
  EXPECT_EQ(client("127.0.0.1:4711", {}), "127.0.0.1:4711");
  EXPECT_EQ(client("192.0.2.9:1", {"203.0.113.7"}), "192.0.2.9:1");
  EXPECT_EQ(client("127.0.0.1:1", {"203.0.113.7"}, {}), "127.0.0.1:1");
}

TEST(ClientAddress, IsTheLastHopThatNoTrustedProxyIs) {
  EXPECT_EQ(client("127.0.0.1:1", {"203.0.113.7"}), "203.0.113.7");
  EXPECT_EQ(client("[::1]:1", {"2001:db8::7"}), "2001:db8::7");
  EXPECT_EQ(client("127.0.0.1:1", {"6.6.6.6, 203.0.113.7 ,10.0.0.2"}), "203.0.113.7");
  EXPECT_EQ(client("127.0.0.1:1", {"6.6.6.6", "203.0.113.7:5555"}), "203.0.113.7");
  EXPECT_EQ(client("127.0.0.1:1", {"[2001:db8::7]:443"}), "2001:db8::7");
  EXPECT_EQ(client("127.0.0.1:1", {"10.0.0.2"}), "10.0.0.2") << "the proxy itself asked";
}

TEST(ClientAddress, IsNeverTextThatAClientMadeUp) {
  for (const auto* text :
       {"", " ", ",", "evil", "1.2.3", "[", "[]", "[::1", "a\x01,", "1.2.3.4:5:6"})
    EXPECT_EQ(client("127.0.0.1:1", {text}), "127.0.0.1:1") << text;
  EXPECT_EQ(client("127.0.0.1:1", {std::string_view("1.2.3.4\0evil", 12)}), "127.0.0.1:1");
  EXPECT_EQ(client("127.0.0.1:1", {"1.2.3.4, evil, 10.0.0.2"}), "10.0.0.2");
}

}  // namespace
}  // namespace movie::http
