#include "store/first_call.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <sysexits.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "log/log.hpp"
#include "store/refusal.hpp"

namespace movie::store {

const FirstCallOf kLoading{"a shared object that loads", EX_CONFIG,
                           "report it to the plug-in's author"};
const FirstCallOf kOpening{
    "an open store", EX_UNAVAILABLE,
    "check what the store's URL leads to, or report it to the plug-in's author"};

namespace {

constexpr std::size_t kSignalStack = 64 * 1024;
constexpr std::array kFaults{SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};

/// What a handler needs: made before, for it may neither allocate nor lock.
struct Lines {
  std::string exits, faults;
  std::array<struct sigaction, kFaults.size()> before;
};
std::atomic<const Lines*> in_force{nullptr};
std::mutex one_at_a_time;

void tell(const std::string& line) {
  if (::write(STDERR_FILENO, line.data(), line.size()) < 0) return;  // nobody listens
}

extern "C" void end_of_program() {
  const Lines* const lines = in_force.load();
  if (lines == nullptr) return;
  log::flush();
  tell(lines->exits);
  ::_exit(EX_CONFIG);
}

/// Tells, then lets whoever had the signal before have it: the system, or a sanitizer.
extern "C" void at_fault(int signal) {
  const int error = errno;
  const Lines& lines = *in_force.load();
  tell(lines.faults);
  for (std::size_t i = 0; i < kFaults.size(); ++i) {
    if (kFaults[i] == signal) ::sigaction(signal, &lines.before[i], nullptr);
  }
  ::raise(signal);  // it waits until this handler has returned
  errno = error;
}

std::string line_of(const char* code, const std::filesystem::path& file,
                    const std::string& expected, const char* found, const std::string& remedy) {
  return fmt::format("{}: {}\n", program_invocation_short_name,
                     refused({code, file.string(), expected, found, remedy}).what());
}

void take_faults(Lines& lines) {
  struct sigaction ours {};
  ours.sa_handler = at_fault;
  ours.sa_flags = SA_ONSTACK;
  for (std::size_t i = 0; i < kFaults.size(); ++i) {
    ::sigaction(kFaults[i], nullptr, &lines.before[i]);
  }
  in_force.store(&lines);
  for (const int signal : kFaults) ::sigaction(signal, &ours, nullptr);
}

void give_faults_back() {
  const Lines* const lines = in_force.exchange(nullptr);
  for (std::size_t i = 0; i < kFaults.size(); ++i) {
    ::sigaction(kFaults[i], &lines->before[i], nullptr);
  }
  delete lines;
}

}  // namespace

FirstCall::SignalStack::SignalStack() {
  stack_t before{};
  if (::sigaltstack(nullptr, &before) != 0 || (before.ss_flags & SS_DISABLE) == 0) return;
  stack_ = std::make_unique<char[]>(kSignalStack);
  stack_t ours{};
  ours.ss_sp = stack_.get();
  ours.ss_size = kSignalStack;
  if (::sigaltstack(&ours, nullptr) != 0) stack_.reset();
}

FirstCall::SignalStack::~SignalStack() {
  if (stack_ == nullptr) return;
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  ::sigaltstack(&none, nullptr);
}

FirstCall::FirstCall(const std::filesystem::path& file, const FirstCallOf& what,
                     std::chrono::milliseconds limit)
    : turn_(one_at_a_time),
      hangs_(line_of("hangs", file, what.expected + fmt::format(" within {} ms", limit.count()),
                     "a call that does not return", what.remedy_of_hang)),
      status_of_hang_(what.status_of_hang) {
  // Those that come after it, the plug-in's own among them, run before it.
  [[maybe_unused]] static const bool registered =
      std::atexit(end_of_program) == 0 && std::at_quick_exit(end_of_program) == 0;
  const std::string remedy = "report it to the plug-in's author";
  // The handlers are in force before the plug-in's code, and gone before this returns.
  take_faults(*new Lines{line_of("ends-program", file, what.expected, "a call of exit()", remedy),
                         line_of("faults", file, what.expected, "a fault of its code", remedy),
                         {}});
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  watch_ = std::thread([this, limit] { watch(limit); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

FirstCall::~FirstCall() {
  {
    const std::lock_guard lock(mutex_);
    has_returned_ = true;
  }
  returned_.notify_one();
  watch_.join();
  give_faults_back();
}

void FirstCall::watch(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  if (returned_.wait_for(lock, limit, [this] { return has_returned_; })) return;
  log::flush();
  tell(hangs_);
  ::_exit(status_of_hang_);
}

}  // namespace movie::store
