#include <cerrno>
#include <csignal>

#include "disk/disk.hpp"
#include "durable.hpp"
#include "effort.hpp"
#include "forked.hpp"
#include "said.hpp"

namespace movie::conformance {
namespace {

using Tell = Forked::Tell;

/// What becomes of a store in files when the machine fails it. One whose files are another
/// process's fails nowhere here.
class Disk : public Durable {
 protected:
  static std::string title_of(int number) { return "Film " + std::to_string(number); }
  std::string title() { return title_of(number_++); }
  /// Creates while the fault may come, then once more without it. Returns whether it came.
  bool create_under(const disk::Fault& fault, Said& said, const std::filesystem::path& ledger);
  /// `then_lost`: the machine goes down after that, and forgets what was not synced.
  void sweep(disk::Fault fault, bool then_lost = false);
  int number_ = 0;
};

TEST_P(Disk, WhatIsAcknowledgedOutlivesALossOfPower) {  // [S-12]
  Said said;
  const std::uint64_t losses = repetitions(4, 20, 1'000);
  for (std::uint64_t loss = 0; loss < losses && !HasFailure(); ++loss) {
    const test::TempDir dir;
    const std::filesystem::path ledger = dir.path() / "ledger";
    close();
    Forked lost([&](const Tell& tell) {
      disk::remember(ledger);
      const auto opening = opened();
      Session own = opening->session();
      for (;;) {
        tell(persistently(own, create(title())).status);
      }
    });
    for (std::uint64_t at = 0; at < 5 + loss % 7; ++at) {
      const auto status = lost.told();
      ASSERT_EQ(status.value_or(-1), MOVIE_OK);
      said.of(title(), MOVIE_OK);
    }
    lost.kill();
    for (const auto status : lost.rest()) said.of(title(), static_cast<std::int32_t>(status));
    said.of(title(), MOVIE_UNKNOWN);  // under way
    EXPECT_FALSE(lost.succeeded());
    disk::lose(ledger, loss % 2 == 0 ? 0 : seed(1) + loss);
    reopen();
    said.expect(persistently(session(), list()).rows);
  }
}

bool Disk::create_under(const disk::Fault& fault, Said& said, const std::filesystem::path& ledger) {
  constexpr int kCreates = 5;
  Forked harmed([&](const Tell& tell) {
    if (!ledger.empty()) disk::remember(ledger);
    disk::fail(fault);
    std::unique_ptr<Store> opening;
    std::optional<Session> own;
    for (int at = 0; at < kCreates; ++at) {
      try {
        if (opening == nullptr) opening = opened();
        if (!own) own.emplace(opening->session());
        tell(own->run(create(title_of(number_ + at))).status);
      } catch (const Refusal& refusal) {
        tell(refusal.status == MOVIE_UNKNOWN ? MOVIE_UNAVAILABLE : refusal.status);
      }
    }
    tell(disk::mend() ? 1 : 0);
    if (opening == nullptr) opening = opened();
    if (!own) own.emplace(opening->session());
    tell(persistently(*own, create(title_of(number_ + kCreates))).status);
    if (!ledger.empty()) std::raise(SIGKILL);
  });
  for (int at = 0; at < kCreates; ++at) {
    const auto status = static_cast<std::int32_t>(harmed.told().value_or(MOVIE_UNSET));
    EXPECT_TRUE(status == MOVIE_OK || (status >= MOVIE_BUSY && status <= MOVIE_UNKNOWN)) << status;
    said.of(title(), status);
  }
  const bool came = harmed.told().value_or(0) == 1;
  EXPECT_EQ(harmed.told().value_or(MOVIE_UNSET), MOVIE_OK) << "served again";
  said.of(title(), MOVIE_OK);
  EXPECT_TRUE(ledger.empty() ? harmed.succeeded() : harmed.was_killed()) << "crashed, or hung";
  return came;
}

/// Each of the first calls fails in turn, until there are no more.
void Disk::sweep(disk::Fault fault, bool then_lost) {
  Said said;
  const std::uint64_t most = repetitions(12, 80, 10'000);
  bool came = true;
  for (; came && fault.nth <= most && !HasFailure(); ++fault.nth) {
    const test::TempDir dir;
    const std::filesystem::path ledger = then_lost ? dir.path() / "ledger" : "";
    close();
    came = create_under(fault, said, ledger);
    if (then_lost) disk::lose(ledger, 0);
    reopen();
    said.expect(persistently(session(), list()).rows);
    if (HasFailure()) ADD_FAILURE() << "call " << fault.nth << ", errno " << fault.error;
  }
}

TEST_P(Disk, AWriteWithoutRoomIsToldAsItIs) {  // [S-20] [S-21] [S-12]
  sweep({.call = disk::Call::write, .error = ENOSPC, .lasts = true});
}

TEST_P(Disk, AWriteThatFailsIsToldAsItIs) {  // [S-20] [S-21] [S-12]
  sweep({.call = disk::Call::write, .error = EIO, .lasts = false});
}

TEST_P(Disk, AWriteThatIsCutShortIsToldAsItIs) {  // [S-20] [S-21] [S-12]
  sweep({.call = disk::Call::write, .error = 0, .lasts = false});
}

TEST_P(Disk, ASyncThatFailsIsToldAsItIs) {  // [S-20] [S-21] [S-12]
  sweep({.call = disk::Call::sync, .error = EIO, .lasts = false});
}

TEST_P(Disk, WhatASyncThatFailedHasLostIsToldAsItIs) {  // [S-20] [S-21] [S-12]
  sweep({.call = disk::Call::sync, .error = EIO, .lasts = false}, true);
}

TEST_P(Disk, AFileThatCannotBeOpenedIsToldAsItIs) {  // [S-20] [S-12]
  sweep({.call = disk::Call::open, .error = EMFILE, .lasts = false});
}

TEST_P(Disk, OfOneThatIsKilledAtAWriteAllThatItWasToldIsDoneStays) {  // [S-12] [S-31]
  Said said;
  const std::uint64_t most = repetitions(12, 200, 10'000);
  bool came = true;
  for (std::uint64_t nth = 1; came && nth <= most && !HasFailure(); ++nth) {
    close();
    constexpr int kCreates = 3;
    Forked killed([&](const Tell& tell) {
      disk::fail(
          {.call = disk::Call::write, .error = 0, .lasts = false, .nth = nth, .kills = true});
      const auto opening = opened();
      Session own = opening->session();
      for (int at = 0; at < kCreates; ++at)
        tell(persistently(own, create(title_of(number_ + at))).status);
    });
    const auto told = killed.rest();
    came = killed.was_killed();
    for (std::size_t at = 0; at < kCreates; ++at)
      said.of(title(), at < told.size() ? static_cast<std::int32_t>(told[at]) : MOVIE_UNKNOWN);
    reopen();
    said.expect(persistently(session(), list()).rows);
    EXPECT_EQ(persistently(session(), create(title())).status, MOVIE_OK) << "serves again";
  }
}

MOVIE_CONFORMS(Disk);

}  // namespace
}  // namespace movie::conformance
