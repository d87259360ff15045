#include <atomic>
#include <deque>
#include <set>

#include "durable.hpp"
#include "effort.hpp"
#include "said.hpp"

namespace movie::conformance {
namespace {

/// A store whose films another process keeps, which is killed meanwhile.
class Server : public Durable {
 protected:
  void SetUp() override {
    if (!GetParam().kill_server) GTEST_SKIP() << "has no server, or none that may be killed";
    Durable::SetUp();
  }
};

constexpr std::uint64_t kPatienceNs = 2'000'000'000;

/// What one writer is told, and how far it has come.
struct Told {
  Said said;
  std::atomic<std::uint64_t> acknowledged = 0;
};

void write_on(Session& own, unsigned number, const std::stop_token& enough, Told& told) {
  for (int film = 0; !enough.stop_requested(); ++film) {
    const std::string title = std::to_string(number) + " of " + std::to_string(film);
    const auto status = own.run({create(title)}, 0, monotonic_ns() + kPatienceNs).front().status;
    EXPECT_TRUE(status == MOVIE_OK || (status >= MOVIE_BUSY && status <= MOVIE_UNKNOWN))
        << "status " << status;
    told.said.of(title, status);
    if (status == MOVIE_OK) ++told.acknowledged;
  }
}

TEST_P(Server, ThatIsKilledKeepsAllThatWasAcknowledged) {  // [S-12] [S-20] [S-21] [S-27]
  constexpr unsigned kWriters = 3;
  const auto opening = opened();
  std::deque<Told> told(kWriters);
  {
    std::deque<Beside> running;
    for (unsigned number = 0; number < kWriters; ++number) {
      running.emplace_back([&, number](const std::stop_token& enough) {
        Session own = opening->session();
        write_on(own, number, enough, told[number]);
      });
    }
    const std::uint64_t kills = repetitions(2, 5, 200);
    for (std::uint64_t kill = 0; kill < kills && !HasFailure(); ++kill) {
      for (Told& one : told) {
        const std::uint64_t so_far = one.acknowledged;
        EXPECT_TRUE(soon([&] { return one.acknowledged >= so_far + 10 + kill % 7; }))
            << "does not serve again";
      }
      GetParam().kill_server(url());
    }
    EXPECT_TRUE(soon([&] { return opening->session().run(ping()).status == MOVIE_OK; }));
    for (Beside& one : running) one.end();
  }
  Session own = opening->session();
  const auto there = persistently(own, list()).rows;
  for (const Told& one : told) one.said.expect(there);
  const auto given = ids(there);
  EXPECT_EQ(std::set(given.begin(), given.end()).size(), given.size());
  RecordProperty("acknowledged", std::to_string(there.size()));
}

MOVIE_CONFORMS(Server);

}  // namespace
}  // namespace movie::conformance
