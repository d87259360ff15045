#include "http/bulk/spool.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <vector>

#include "http/bulk/check.hpp"
#include "http/bulk/refused_rows.hpp"
#include "http/bulk/staged_rows.hpp"

namespace movie::http {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(Spool, IsNotToBeHadWithoutAFolder) {
  ::setenv("TMPDIR", "/nowhere/at/all", 1);
  const auto none = Spools(100).open(false);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().status, Status::full);
  EXPECT_THAT(none.error().message, AllOf(HasSubstr("/nowhere/at/all"), HasSubstr("TMPDIR")));
  ::unsetenv("TMPDIR");
}

/// No file may grow beyond that while it lives: a disk that is full.
struct FileLimit {
  explicit FileLimit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit few{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &few);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
  }
  ~FileLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  rlimit before_{};
  void (*handler_)(int);
};

TEST(Spool, IsRefusedWhereThereIsNoRoom) {
  Spools spools(1 << 30);
  const auto spool = spools.open(false).value();
  EXPECT_EQ(spool->trouble(), "");
  const FileLimit full(100'000);
  const std::string piece(64 << 10, 'x');
  EXPECT_EQ(spool->take(piece), 0);
  EXPECT_EQ(spool->take(piece), 503);
  EXPECT_THAT(std::string(spool->trouble()),
              AllOf(HasSubstr("100000 bytes"), HasSubstr("TMPDIR"), HasSubstr("File too large")));
}

TEST(Spool, CountsNoLongerOnceItIsReleased) {
  Spools spools(100);
  std::vector<std::shared_ptr<Spool>> taken;
  while (auto spool = spools.open(false)) taken.push_back(std::move(*spool));
  EXPECT_EQ(spools.open(false).error().status, Status::busy);
  taken.front()->release();
  const auto another = spools.open(false);
  EXPECT_TRUE(another);
  taken.front().reset();  // and gives nothing back a second time
  EXPECT_FALSE(spools.open(false));
}

TEST(Spool, ForResultsCountsAmongSixteenUntilTheyAreRead) {
  Spools spools(100);
  std::vector<std::shared_ptr<Spool>> read_slowly;
  while (auto spool = spools.open(true)) {
    (*spool)->release();
    read_slowly.push_back(std::move(*spool));
  }
  EXPECT_EQ(read_slowly.size(), 16u);
  EXPECT_EQ(spools.open(true).error().status, Status::busy);
  EXPECT_TRUE(spools.open(false)) << "who asks for no results need not wait";
  read_slowly.pop_back();
  EXPECT_TRUE(spools.open(true));
}

/// How many films a check stages while its request does, or does not, hold the body any more.
std::size_t staged(bool client_waits) {
  Spools spools(100);
  auto body = spools.open(false).value();
  body->take("title,year,genre\nAlien,1979,horror\nArrival,2016,sci-fi\n");
  BulkCheck check({.format = bulk::Format::csv, .partial = false}, body);
  if (!client_waits) body.reset();
  const std::atomic<bool> ending{false};
  check.run(ending);
  Reply next = check.done();
  auto& write = std::get<std::unique_ptr<Question>>(next);
  std::size_t films = 0;
  while (write->source->next() != nullptr) ++films;
  return films;
}

TEST(BulkCheck, GoesNoFurtherForAClientThatHasGone) {
  EXPECT_EQ(staged(true), 2u);
  EXPECT_EQ(staged(false), 0u);
}

TEST(StagedRows, ComeAsTheyWere) {
  StagedRows rows;
  const MovieDraft longest{std::string(800, '\xc3'), 2100, std::string(200, 'g')};
  for (int i = 0; i < 3'000; ++i) {
    rows.add({"Film " + std::to_string(i), 1888 + i % 200, "Drama"});
    rows.add(longest);
    rows.add({});
  }
  EXPECT_EQ(rows.count(), 9'000u);
  for (int i = 0; i < 3'000; ++i) {
    EXPECT_EQ(*rows.next(), (MovieDraft{"Film " + std::to_string(i), 1888 + i % 200, "Drama"}));
    EXPECT_EQ(*rows.next(), longest);
    EXPECT_EQ(*rows.next(), MovieDraft{});
  }
  EXPECT_EQ(rows.next(), nullptr);
}

TEST(RefusedRows, SayWhatIsWrongWithThem) {
  RefusedRows rows;
  rows.add({.line = 9,
            .row = 4,
            .problems = {{"year", "Field required", FaultType::missing}, {"", "no \"film\""}}});
  EXPECT_EQ(rows.count(), 1u);
  const auto row = rows.next();
  ASSERT_TRUE(row);
  EXPECT_EQ(row->row, 3u);
  EXPECT_EQ(row->faults, R"({"type":"missing","loc":["body",3,"year"],"msg":"Field required"},)"
                         R"({"type":"value_error","loc":["body",3],"msg":"no \"film\""})");
  EXPECT_FALSE(rows.next());
}

TEST(RefusedRows, TellOfNoMoreThanADiskCanBearButCountAll) {
  RefusedRows rows;
  const std::string long_reason(1 << 20, 'x');
  constexpr std::uint64_t kRows = 70;
  for (std::uint64_t row = 1; row <= kRows; ++row)
    rows.add({.line = row, .row = row, .problems = {{"", long_reason}}});
  EXPECT_EQ(rows.count(), kRows);
  std::uint64_t told = 0;
  for (std::uint64_t row = 0; row < kRows; ++row) {
    const auto one = rows.next();
    ASSERT_TRUE(one);
    EXPECT_EQ(one->row, row);
    told += one->faults.empty() ? 0 : 1;
  }
  EXPECT_EQ(told, 64u);
}

}  // namespace
}  // namespace movie::http
