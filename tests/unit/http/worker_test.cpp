#include <gtest/gtest.h>

#include <algorithm>

#include "fake_application.hpp"

namespace movie::test {
namespace {

TEST(Worker, RunsTasksInTheOrderOfEachThreadAndLosesNone) {
  constexpr int kThreads = 4, kTasks = 20'000;
  TestServer server;
  http::Worker& worker = server.server.worker(0);
  std::vector<int> seen[kThreads];
  std::promise<void> done[kThreads];
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kTasks; ++i) worker.post([&, thread, i] { seen[thread].push_back(i); });
      worker.post([&, thread] { done[thread].set_value(); });
    });
  }
  for (int thread = 0; thread < kThreads; ++thread) {
    // A lost wake-up would leave the last tasks where they are.
    ASSERT_EQ(done[thread].get_future().wait_for(std::chrono::seconds(60)),
              std::future_status::ready);
    EXPECT_EQ(seen[thread].size(), std::size_t{kTasks});
    EXPECT_TRUE(std::is_sorted(seen[thread].begin(), seen[thread].end()));
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Worker, WakesForEachOfManySingleTasks) {
  TestServer server;
  for (int i = 0; i < 2'000; ++i) {
    std::promise<int> done;
    server.server.worker(0).post([&] { done.set_value(i); });
    ASSERT_EQ(done.get_future().get(), i);
  }
}

TEST(Worker, ATaskMayPostAnother) {
  TestServer server;
  http::Worker& worker = server.server.worker(0);
  std::promise<void> done;
  int left = 1'000;
  std::function<void()> again = [&] {
    if (--left == 0) {
      done.set_value();
    } else {
      worker.post(again);
    }
  };
  worker.post(again);
  EXPECT_EQ(done.get_future().wait_for(std::chrono::seconds(60)), std::future_status::ready);
}

}  // namespace
}  // namespace movie::test
