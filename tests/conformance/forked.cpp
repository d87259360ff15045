#include "forked.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <system_error>

namespace movie::conformance {
namespace {

constexpr int kMinute = 60'000;

void make_pipe(int& reading, int& writing) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  reading = ends[0];
  writing = ends[1];
}

void tell(int to, std::int64_t number) {
  if (::write(to, &number, sizeof number) != sizeof number) ::_exit(2);
}

}  // namespace

Gate::Gate() { make_pipe(waiting_, opening_); }

Gate::~Gate() {
  ::close(waiting_);
  open();
}

void Gate::wait() const {
  ::close(opening_);  // this process's copy, or it would wait for itself
  char nothing;
  while (::read(waiting_, &nothing, 1) == -1 && errno == EINTR) {
  }
}

void Gate::open() {
  if (opening_ != -1) ::close(opening_);
  opening_ = -1;
}

Forked::Forked(const std::function<void(const Tell& tell)>& work) {
  int to = -1;
  make_pipe(from_, to);
  std::fflush(nullptr);
  id_ = ::fork();
  if (id_ == -1) throw std::system_error(errno, std::generic_category(), "fork");
  if (id_ != 0) {
    ::close(to);
    return;
  }
  try {
    work([to](std::int64_t number) { tell(to, number); });
  } catch (const std::exception& error) {
    std::fprintf(stderr, "in a process of its own: %s\n", error.what());
    ::_exit(1);
  }
  ::_exit(testing::Test::HasFailure() ? 1 : 0);
}

Forked::~Forked() {
  kill();
  end();
  ::close(from_);
}

std::optional<std::int64_t> Forked::told() {
  pollfd ready{from_, POLLIN, 0};
  if (::poll(&ready, 1, kMinute) == 0) {
    ADD_FAILURE() << "process " << id_ << " told nothing for a minute";
    kill();
    return std::nullopt;
  }
  std::int64_t number = 0;
  if (::read(from_, &number, sizeof number) != sizeof number) return std::nullopt;
  return number;
}

std::vector<std::int64_t> Forked::rest() {
  std::vector<std::int64_t> numbers;
  while (const auto number = told()) numbers.push_back(*number);
  return numbers;
}

void Forked::kill() {
  if (!status_) ::kill(id_, SIGKILL);
}

void Forked::wait_until_stopped() {
  int status = 0;
  ::waitpid(id_, &status, WUNTRACED);
  if (!WIFSTOPPED(status)) status_ = status;
  EXPECT_TRUE(WIFSTOPPED(status)) << "ended by itself";
}

void Forked::go_on() { ::kill(id_, SIGCONT); }

int Forked::end() {
  if (!status_) {
    int status = -1;
    ::waitpid(id_, &status, 0);
    status_ = status;
  }
  return *status_;
}

bool Forked::succeeded() { return end() == 0; }

bool Forked::was_killed() {
  const bool killed = WIFSIGNALED(end()) && WTERMSIG(end()) == SIGKILL;
  EXPECT_TRUE(killed || succeeded()) << "neither killed nor done: " << end();
  return killed;
}

}  // namespace movie::conformance
