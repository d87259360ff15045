#include "beside.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <utility>

namespace movie::conformance {

Beside::Beside(Work work)
    : thread_([this, work = std::move(work)](const std::stop_token& enough) {
        try {
          work(enough);
        } catch (const std::exception& error) {
          ADD_FAILURE() << "on a thread of its own: " << error.what();
        }
        over_ = true;
      }) {}

Beside::Beside(std::function<void()> work)
    : Beside([work = std::move(work)](const std::stop_token&) { work(); }) {}

void Beside::end() {
  thread_.request_stop();
  thread_.join();
}

bool soon(const std::function<bool()>& true_by_now, std::chrono::milliseconds most) {
  const auto deadline = std::chrono::steady_clock::now() + most;
  while (!true_by_now()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

Outcome persistently(Session& session, const Ask& ask, std::chrono::milliseconds most) {
  Outcome outcome;
  const bool done = soon(
      [&] {
        outcome = session.run(ask);
        return outcome.status != MOVIE_BUSY;
      },
      most);
  EXPECT_TRUE(done) << "operation " << ask.code << " was BUSY for " << most.count()
                    << " ms: " << outcome.message;
  return outcome;
}

}  // namespace movie::conformance
