#include "http/trace_id.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace movie::http {
namespace {

TEST(TraceId, IsEchoed) {
  Request request;
  request.fields = {{"X-TRACE-ID", "ui-react"}, {"x-trace-id", "second"}};
  EXPECT_EQ(trace_id(request, Ticket{}), "ui-react");
  EXPECT_EQ(trace_id(request), "ui-react");
}

TEST(TraceId, IsEchoedUpTo2048Bytes) {
  const std::string longest(2'048, 'x'), longer = longest + "y";
  Request request;
  request.fields = {{"X-Trace-Id", longer}};
  EXPECT_EQ(trace_id(request), longest);
  EXPECT_EQ(logged(trace_id(request)).size(), 128u);
}

TEST(TraceId, IsMadeWhenAbsentOrBlank) {
  Request request;
  EXPECT_THAT(trace_id(request, Ticket{}), testing::MatchesRegex("req-[0-9a-f]{8}"));
  request.fields = {{"X-Trace-Id", ""}, {"X-Trace-Id", "second"}};
  EXPECT_THAT(trace_id(request), testing::MatchesRegex("req-[0-9a-f]{8}"));
}

TEST(TraceId, IsTheSameForOneTicketAndAnotherForTheNext) {
  const Request request;
  std::set<std::string> seen;
  for (std::uint32_t slot = 0; slot < 100; ++slot) {
    for (std::uint64_t generation = 1; generation <= 100; ++generation) {
      const Ticket ticket{slot, generation};
      EXPECT_EQ(trace_id(request, ticket), trace_id(request, ticket));
      seen.insert(trace_id(request, ticket));
    }
  }
  EXPECT_GT(seen.size(), 9'990u) << "of 10,000; 32 bits may meet now and then";
}

TEST(TraceId, DiffersForEachRequestWithoutATicket) {
  const Request request;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(trace_id(request));
  EXPECT_GT(seen.size(), 998u);
}

TEST(TraceId, IsLoggedUpToALimit) {
  EXPECT_EQ(logged("short"), "short");
  EXPECT_EQ(logged(std::string(5000, 'x')).size(), 128u);
}

}  // namespace
}  // namespace movie::http
