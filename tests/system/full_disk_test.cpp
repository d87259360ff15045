// A body that cannot be kept beside the memory: the client is told to come back, the log why.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>
#include <string>

#include "support/http_client.hpp"
#include "support/service.hpp"

namespace movie::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

HttpResponse send_rows(std::uint16_t port, std::string_view body) {
  return HttpClient(port).request("POST", "/movies/bulk",
                                  {{"Content-Type", "text/csv"}, {"X-Trace-Id", "of-these-rows"}},
                                  body);
}

void expect_refusal(const HttpResponse& answer) {
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, R"({"detail":"Service Unavailable"})");
  EXPECT_EQ(answer.field("retry-after"), "1");
  EXPECT_EQ(answer.field("x-trace-id"), "of-these-rows");
}

TEST(FullDisk, WithoutAFolderForBodiesTheyAreRefusedAndTheLogSaysWhy) {
  const TempDir folder;
  const auto spools = folder / "spools";
  Service service("memory", {{"TMPDIR", spools}});
  expect_refusal(send_rows(service.port(), "title,year,genre\n"));
  EXPECT_THAT(service.process().wait_for_line(Process::kErr, "of-these-rows"),
              AllOf(HasSubstr(spools.string()), HasSubstr("No such file"), HasSubstr("TMPDIR")));
  std::filesystem::create_directory(spools);
  EXPECT_EQ(send_rows(service.port(), "title,year,genre\n").status, 201) << "once there is one";
}

TEST(FullDisk, ABodyThatFillsItIsRefusedAndTheLogSaysWhy) {
  const TempDir folder;
  Service service("memory", {{"TMPDIR", folder.path()}});
  const rlimit few{200'000, 200'000};
  ASSERT_EQ(::prlimit(service.process().pid(), RLIMIT_FSIZE, &few, nullptr), 0);
  expect_refusal(send_rows(service.port(), std::string(1'000'000, 'x')));
  EXPECT_THAT(service.process().wait_for_line(Process::kErr, "of-these-rows"),
              AllOf(HasSubstr(folder.path().string()), HasSubstr("beyond its 200000 bytes"),
                    HasSubstr("File too large"), HasSubstr("TMPDIR")));
  EXPECT_EQ(send_rows(service.port(), "title,year,genre\n").status, 201) << "a small one";
}

}  // namespace
}  // namespace movie::test
