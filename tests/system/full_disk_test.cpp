// A body that cannot be kept beside the memory: the client is told to come back, the log why. And
// what is kept there is bounded, whoever reads no answer.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

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

/// What its files without a name take on the disk.
std::uint64_t unnamed_bytes(pid_t pid) {
  std::uint64_t bytes = 0;
  for (const auto& one :
       std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/fd")) {
    struct stat file {};
    if (::stat(one.path().c_str(), &file) == 0 && S_ISREG(file.st_mode) && file.st_nlink == 0)
      bytes += static_cast<std::uint64_t>(file.st_blocks) * 512;
  }
  return bytes;
}

TEST(FullDisk, ResultsThatNobodyReadsAreFewAndKeepNoRows) {
  constexpr std::size_t kRows = 40'000, kMost = 16;
  const std::string title(100, 't');
  std::string rows = "title,year,genre\n";
  for (std::size_t i = 0; i < kRows; ++i) rows.append(title).append(",1999,drama\n");
  const std::string request =
      "POST /movies/bulk?partial=true HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\n"
      "Content-Length: " +
      std::to_string(rows.size()) + "\r\n\r\n" + rows;
  Service service("memory");
  std::vector<HttpClient> readers_of_nothing;
  for (std::size_t i = 0; i < kMost; ++i) {
    auto& client = readers_of_nothing.emplace_back(service.port(), "127.0.0.1",
                                                   std::chrono::seconds(10), 4096);
    client.send(request);
    pollfd answer{client.fd(), POLLIN, 0};
    ASSERT_EQ(::poll(&answer, 1, 20'000), 1) << i;
  }
  // An id for each row, and what a file takes in whole pages; the rows themselves are 5 MB each.
  EXPECT_LT(unnamed_bytes(service.process().pid()), kMost * (kRows * 8 + 100'000));

  constexpr std::string_view kNone = "title,year,genre\n";
  const auto partial = [&] {
    return HttpClient(service.port())
        .request("POST", "/movies/bulk?partial=true", {{"Content-Type", "text/csv"}}, kNone);
  };
  const HttpResponse refused = partial();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.field("Retry-After"), "1");
  EXPECT_EQ(send_rows(service.port(), kNone).status, 201) << "it keeps nothing to be read";
  readers_of_nothing.pop_back();
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (partial().status == 503) ASSERT_LT(std::chrono::steady_clock::now(), give_up);
}

}  // namespace
}  // namespace movie::test
