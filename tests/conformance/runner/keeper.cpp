#include "runner/keeper.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

namespace movie::conformance {
namespace {

constexpr int kReport = 3, kOut = 4, kErr = 5;

/// Beside these, descriptors are those of other cases.
void hold_only(int report, int out, int err) {
  constexpr int kAside = 100;
  int held[] = {report, out, err};
  for (int& fd : held) fd = ::fcntl(fd, F_DUPFD, kAside);
  ::dup2(held[0], kReport);
  ::dup2(held[1], kOut);
  ::dup2(held[2], kErr);
  ::close_range(kErr + 1, ~0U, 0);
}

[[noreturn]] void become(char* const* argv, char* const* envp) {
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(kOut, STDOUT_FILENO);
  ::dup2(kErr, STDERR_FILENO);
  ::close_range(kReport, ~0U, 0);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execve(argv[0], argv, envp);
  ::dprintf(STDERR_FILENO, "%s: %s\n", argv[0], std::strerror(errno));
  ::_exit(127);
}

/// Waits for it; tells it to go when SIGTERM comes.
int wait_for(pid_t program) {
  sigset_t awaited;
  ::sigemptyset(&awaited);
  ::sigaddset(&awaited, SIGCHLD);
  ::sigaddset(&awaited, SIGTERM);
  for (;;) {
    int status = 0;
    for (pid_t ended = 0; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;) {
      if (ended == program) return status;
    }
    int came = 0;
    ::sigwait(&awaited, &came);
    if (came == SIGTERM) ::kill(program, SIGKILL);
  }
}

/// The parent of a process that runs; 0: it is gone, or a zombie.
pid_t parent_of(const char* process) {
  char path[300], text[512];
  std::snprintf(path, sizeof path, "/proc/%s/stat", process);
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  const ssize_t size = ::read(file, text, sizeof text - 1);
  ::close(file);
  text[size < 0 ? 0 : size] = '\0';
  const char* const name_end = std::strrchr(text, ')');  // the name may hold anything
  char state = 'Z';
  int parent = 0;
  if (name_end == nullptr || std::sscanf(name_end + 1, " %c %d", &state, &parent) != 2) return 0;
  return state == 'Z' ? 0 : parent;
}

/// How many there were.
int end_children() {
  int ended = 0;
  DIR* const processes = ::opendir("/proc");
  if (processes == nullptr) return 0;
  while (const dirent* entry = ::readdir(processes)) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    if (parent_of(entry->d_name) != ::getpid()) continue;
    ::kill(static_cast<pid_t>(std::atoi(entry->d_name)), SIGKILL);
    ++ended;
  }
  ::closedir(processes);
  return ended;
}

/// Children, and theirs as they become ours.
int end_what_is_left() {
  int left_over = 0;
  for (;;) {
    pid_t reaped = 0;
    while ((reaped = ::waitpid(-1, nullptr, WNOHANG)) > 0) {
    }
    if (reaped < 0) return left_over;
    left_over += end_children();
    ::waitpid(-1, nullptr, 0);
  }
}

}  // namespace

void keep(char* const* argv, char* const* envp, int report, int out, int err) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  hold_only(report, out, err);
  const pid_t program = ::fork();
  if (program == 0) become(argv, envp);
  Kept kept{};
  kept.status = program < 0 ? 127 << 8 : wait_for(program);
  kept.left_over = end_what_is_left();
  [[maybe_unused]] const ssize_t written = ::write(kReport, &kept, sizeof kept);
  ::_exit(0);
}

}  // namespace movie::conformance
