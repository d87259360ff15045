#include "runner/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <system_error>

#include "runner/keeper.hpp"

namespace movie::conformance {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kMostOutput = 256 * 1024;

int stop_fd = -1;
std::atomic<int> stop_signal = 0;

void on_signal(int number) {
  const int error = errno;
  stop_signal = number;
  ::eventfd_write(stop_fd, 1);
  errno = error;
}

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) fail("pipe2");
    ::fcntl(ends_[0], F_SETFL, O_NONBLOCK);
  }
  ~Pipe() {
    ::close(ends_[0]);
    close_writer();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  [[nodiscard]] int reader() const { return ends_[0]; }
  [[nodiscard]] int writer() const { return ends_[1]; }
  void close_writer() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }
  /// What is there, of which `text` gets the beginning. False: it has ended.
  bool read_into(std::string& text) {
    std::array<char, 16384> block;
    for (;;) {
      const ssize_t size = ::read(ends_[0], block.data(), block.size());
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) return size < 0;
      text.append(block.data(),
                  std::min(static_cast<std::size_t>(size), kMostOutput - text.size()));
    }
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (const std::string& text : texts) all.push_back(const_cast<char*>(text.c_str()));
  all.push_back(nullptr);
  return all;
}

std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> all = command.environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string ours = *variable, name = ours.substr(0, ours.find('=') + 1);
    const bool given = std::any_of(command.environment.begin(), command.environment.end(),
                                   [&](const std::string& one) { return one.rfind(name, 0) == 0; });
    if (!given) all.push_back(ours);
  }
  return all;
}

/// A program with its keeper.
class Running {
 public:
  explicit Running(const Command& command) {
    const std::vector<std::string> environment = environment_of(command);
    const std::vector<char*> argv = pointers(command.arguments), envp = pointers(environment);
    sigset_t all, before;
    ::sigfillset(&all);  // none comes to the keeper before it is ready
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    keeper_ = ::fork();
    if (keeper_ == 0) keep(argv.data(), envp.data(), report_.writer(), out_.writer(), err_.writer());
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (keeper_ < 0) fail("fork");
    for (Pipe* pipe : {&report_, &out_, &err_}) pipe->close_writer();
  }
  ~Running() { ::waitpid(keeper_, nullptr, 0); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  Ended wait(std::chrono::milliseconds limit, const Stop* stop) {
    const Clock::time_point deadline = Clock::now() + limit;
    std::array<pollfd, 4> polled{pollfd{out_.reader(), POLLIN, 0}, pollfd{err_.reader(), POLLIN, 0},
                                 pollfd{report_.reader(), POLLIN, 0},
                                 pollfd{stop == nullptr ? -1 : stop->fd(), POLLIN, 0}};
    Ended ended;
    bool told = false;
    while (polled[2].revents == 0) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
      const int timeout = told ? -1 : static_cast<int>(std::max<std::int64_t>(0, left.count()));
      if (::poll(polled.data(), polled.size(), timeout) == 0 || polled[3].revents != 0) {
        ended.how = polled[3].revents != 0 ? Ended::kStopped : Ended::kTimedOut;
        ::kill(keeper_, SIGTERM);
        told = true;
        polled[3].fd = -1;
        polled[3].revents = 0;
      }
      if (polled[0].revents != 0 && !out_.read_into(ended.out)) polled[0].fd = -1;
      if (polled[1].revents != 0 && !err_.read_into(ended.err)) polled[1].fd = -1;
    }
    out_.read_into(ended.out);
    err_.read_into(ended.err);
    take_report(ended, told);
    return ended;
  }

 private:
  void take_report(Ended& ended, bool told) {
    Kept kept{SIGKILL, 0};  // when the keeper itself was killed
    [[maybe_unused]] const ssize_t size = ::read(report_.reader(), &kept, sizeof kept);
    ended.left_over = kept.left_over;
    if (told) return;
    ended.how = WIFEXITED(kept.status) ? Ended::kExited : Ended::kSignalled;
    ended.code = WIFEXITED(kept.status) ? WEXITSTATUS(kept.status) : WTERMSIG(kept.status);
  }

  Pipe report_, out_, err_;
  pid_t keeper_ = -1;
};

}  // namespace

Stop::Stop() {
  stop_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (stop_fd < 0) fail("eventfd");
  struct sigaction action {};
  action.sa_handler = on_signal;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
}

int Stop::fd() const { return stop_fd; }
int Stop::signal() const { return stop_signal; }

Ended run_kept(const Command& command, std::chrono::milliseconds limit, const Stop* stop) {
  return Running(command).wait(limit, stop);
}

}  // namespace movie::conformance
