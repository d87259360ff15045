#include "support/spawn.hpp"

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <system_error>
#include <utility>

namespace movie::test {
namespace {

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

/// [0]: the end to read from, [1]: the one to write to.
struct Pipes {
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

/// The child, from fork to exec: only what is async-signal-safe. Tells errno to `failure` if it
/// comes back.
[[noreturn]] void become(const char* directory, const std::vector<char*>& argv,
                         const std::vector<char*>& envp, const Pipes& pipes, int failure) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::signal(SIGPIPE, SIG_DFL);
  pipes.become_standard();
  if (*directory == '\0' || ::chdir(directory) == 0) ::execve(argv[0], argv.data(), envp.data());
  const int error = errno;
  [[maybe_unused]] const ssize_t ignored = ::write(failure, &error, sizeof error);
  ::_exit(127);
}

}  // namespace

Spawned spawn(const Start& start) {
  std::vector<std::string> arguments = start.arguments, environment = environment_of(start);
  arguments.insert(arguments.begin(), start.program.string());
  const std::vector<char*> argv = pointers(arguments), envp = pointers(environment);
  Pipes pipes(start.terminal);
  std::array<int, 2> failure{-1, -1};  // closed by a successful exec, else it carries errno
  if (::pipe2(failure.data(), O_CLOEXEC) != 0) fail("pipe2");

  const pid_t pid = ::fork();
  if (pid == 0) become(start.directory.c_str(), argv, envp, pipes, failure[1]);
  ::close(failure[1]);
  int error = 0;
  const bool failed = ::read(failure[0], &error, sizeof error) == sizeof error;
  ::close(failure[0]);
  if (pid < 0) fail("fork");
  if (failed) {
    ::waitpid(pid, nullptr, 0);
    errno = error;
    fail("starting " + start.program.string() + " in '" + start.directory.string() + "'");
  }
  return {pid, std::exchange(pipes.in[1], -1), std::exchange(pipes.out[0], -1),
          std::exchange(pipes.err[0], -1)};
}

}  // namespace movie::test
