#include "support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace movie::test {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void close_fd(int& fd) {
  if (fd >= 0) ::close(fd);
  fd = -1;
}

bool is_setting(std::string_view name) {
  std::string upper(name);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(::toupper(c)); });
  return upper.starts_with("MOVIE_") || upper.starts_with("PG") || upper == "LOG_LEVEL";
}

std::vector<std::string> environment_of(const Start& start) {
  std::vector<std::string> all;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const std::string name(text.substr(0, text.find('=')));
    if (!is_setting(name) && start.environment.count(name) == 0) all.emplace_back(text);
  }
  for (const auto& [name, value] : start.environment) all.push_back(name + "=" + value);
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

/// [0]: the end to read from, [1]: the one to write to.
struct Process::Pipes {
  std::array<int, 2> in{-1, -1}, out{-1, -1}, err{-1, -1};
  bool terminal;

  explicit Pipes(bool with_terminal) : terminal(with_terminal) {
    if (::pipe2(out.data(), O_CLOEXEC) != 0) fail("pipe2");
    if (!terminal) {
      if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(err.data(), O_CLOEXEC) != 0) fail("pipe2");
      return;
    }
    int outer = -1, inner = -1;
    if (::openpty(&outer, &inner, nullptr, nullptr, nullptr) != 0) fail("openpty");
    in = {inner, ::fcntl(outer, F_DUPFD_CLOEXEC, 0)};
    err = {outer, ::fcntl(inner, F_DUPFD_CLOEXEC, 0)};
    for (const int fd : {outer, inner}) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
  ~Pipes() {
    for (auto* pipe : {&in, &out, &err}) {
      close_fd((*pipe)[0]);
      close_fd((*pipe)[1]);
    }
  }
  Pipes(const Pipes&) = delete;
  Pipes& operator=(const Pipes&) = delete;

  /// In the child, between fork and exec: only what is async-signal-safe.
  void become_standard() const {
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    if (terminal) {
      ::setsid();
      ::ioctl(STDIN_FILENO, TIOCSCTTY, 0);
    }
  }
};

Process::Process(const Start& start) {
  std::vector<std::string> arguments = start.arguments, environment = environment_of(start);
  arguments.insert(arguments.begin(), start.program.string());
  const std::vector<char*> argv = pointers(arguments), envp = pointers(environment);
  Pipes pipes(start.terminal);
  std::array<int, 2> failure{-1, -1};  // closed by a successful exec, else it carries errno
  if (::pipe2(failure.data(), O_CLOEXEC) != 0) fail("pipe2");

  ::signal(SIGPIPE, SIG_IGN);  // ours, for write()
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::signal(SIGPIPE, SIG_DFL);
    pipes.become_standard();
    if (start.directory.empty() || ::chdir(start.directory.c_str()) == 0)
      ::execve(argv[0], argv.data(), envp.data());
    const int error = errno;
    [[maybe_unused]] const ssize_t ignored = ::write(failure[1], &error, sizeof error);
    ::_exit(127);
  }
  ::close(failure[1]);
  int error = 0;
  const bool failed = ::read(failure[0], &error, sizeof error) == sizeof error;
  ::close(failure[0]);
  if (pid_ < 0) fail("fork");
  if (failed) {
    reap(0);
    errno = error;
    fail("starting " + start.program.string() + " in '" + start.directory.string() + "'");
  }

  wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  input_ = start.input;
  input_ends_ = !start.keep_input_open;
  carrier_ = std::thread(&Process::carry, this, std::exchange(pipes.in[1], -1),
                         std::exchange(pipes.out[0], -1), std::exchange(pipes.err[0], -1));
}

Process::~Process() {
  if (!ended_) {
    signal(SIGKILL);
    reap(0);
  }
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake();
  carrier_.join();
  ::close(wake_);
}

void Process::signal(int number) const {
  if (!ended_) ::kill(pid_, number);
}

void Process::wake() const { ::eventfd_write(wake_, 1); }

/// The thread between our buffers and the child's streams.
void Process::carry(int in, int out, int err) {
  ::fcntl(in, F_SETFL, O_NONBLOCK);
  std::array<int, 2> from{out, err};
  std::array<char, 65536> block;
  for (std::unique_lock lock(mutex_); !stopping_ && (open_[kOut] || open_[kErr]);) {
    if (output_ends_ && open_[kOut]) {
      close_fd(from[kOut]);
      open_[kOut] = false;
    }
    if (input_.empty() && input_ends_) close_fd(in);
    std::array<pollfd, 4> polled{pollfd{from[0], POLLIN, 0}, pollfd{from[1], POLLIN, 0},
                                 pollfd{input_.empty() ? -1 : in, POLLOUT, 0},
                                 pollfd{wake_, POLLIN, 0}};
    lock.unlock();
    ::poll(polled.data(), polled.size(), -1);
    eventfd_t ignored = 0;
    ::eventfd_read(wake_, &ignored);
    lock.lock();
    for (const std::size_t stream : {0U, 1U}) {
      if (polled[stream].revents == 0) continue;
      const ssize_t size = ::read(from[stream], block.data(), block.size());
      if (size > 0) {
        text_[stream].append(block.data(), static_cast<std::size_t>(size));
      } else if (size == 0 || errno != EINTR) {  // a terminal ends with EIO
        close_fd(from[stream]);
        open_[stream] = false;
      }
    }
    if (polled[2].revents != 0) {
      const ssize_t size = ::write(in, input_.data(), input_.size());
      if (size > 0) {
        input_.erase(0, static_cast<std::size_t>(size));
      } else if (errno != EAGAIN && errno != EINTR) {  // it reads no more
        input_.clear();
        input_ends_ = true;
      }
    }
    changed_.notify_all();
  }
  for (int* fd : {&in, &from[0], &from[1]}) close_fd(*fd);
}

std::string Process::said() {
  return "\n--- stdout:\n" + text_[kOut] + "\n--- stderr:\n" + text_[kErr];
}

void Process::wait_for(Stream stream, std::string_view text, Limit limit) {
  std::unique_lock lock(mutex_);
  std::size_t found = std::string::npos;
  changed_.wait_for(lock, limit, [&] {
    found = text_[stream].find(text, given_[stream]);
    return found != std::string::npos || !open_[stream];
  });
  if (found == std::string::npos)
    throw std::runtime_error("'" + std::string(text) + "' did not come" + said());
  given_[stream] = found + text.size();
}

std::string Process::wait_for_line(Stream stream, std::string_view text, Limit limit) {
  wait_for(stream, text, limit);
  wait_for(stream, "\n", limit);
  const std::lock_guard lock(mutex_);
  const std::size_t end = given_[stream] - 1,
                    before = end == 0 ? std::string::npos : text_[stream].rfind('\n', end - 1);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  return text_[stream].substr(begin, end - begin);
}

void Process::write(std::string_view input) {
  {
    const std::lock_guard lock(mutex_);
    input_ += input;
  }
  wake();
}

void Process::close_input() {
  {
    const std::lock_guard lock(mutex_);
    input_ends_ = true;
  }
  wake();
}

void Process::close_output() {
  {
    std::unique_lock lock(mutex_);
    output_ends_ = true;
    wake();
    changed_.wait(lock, [this] { return !open_[kOut]; });
  }
}

/// True: it has ended.
bool Process::reap(int options) {
  int raw = 0;
  pid_t reaped = 0;
  do {
    reaped = ::waitpid(pid_, &raw, options);
  } while (reaped < 0 && errno == EINTR);
  if (reaped != pid_) return false;
  status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
  return ended_ = true;
}

bool Process::has_ended() { return ended_ || reap(WNOHANG); }

Ended Process::wait(Limit limit) {
  const auto deadline = Clock::now() + limit;
  while (!ended_ && !reap(WNOHANG) && Clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  if (!ended_) {
    signal(SIGKILL);
    reap(0);
    const std::lock_guard lock(mutex_);
    throw std::runtime_error("the program did not end in time" + said());
  }
  std::unique_lock lock(
      mutex_);  // a grandchild may hold the streams open: what it says later is of no interest
  changed_.wait_for(lock, std::chrono::seconds(2), [this] { return !open_[kOut] && !open_[kErr]; });
  return {status_, text_[kOut], text_[kErr]};
}

Ended Process::terminate(Limit limit) {
  signal(SIGTERM);
  return wait(limit);
}

Ended run(const Start& start, Process::Limit limit) { return Process(start).wait(limit); }

}  // namespace movie::test
