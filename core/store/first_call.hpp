#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace movie::store {

/// What a plug-in's code is being run for, for the first time in this process.
struct FirstCallOf {
  std::string expected;  ///< of it: "a shared object that loads"
  int status_of_hang;    ///< what the program ends with if it does not return
  std::string remedy_of_hang;
};
extern const FirstCallOf kLoading, kOpening;

/// How long a plug-in may take to be loaded, or to open its store. Open does not wait for a server
/// that is away, and has four fifths of this as its deadline.
constexpr std::chrono::milliseconds kFirstCallLimit{5'000};

/// While it lives, a plug-in's code runs for the first time, on the thread that made it. Should it
/// hang, call exit() or fault, the operator is told in the line of a refusal which file it was;
/// after a hang or exit() the program ends with a status of its own, a fault takes its course.
/// Nobody can be told of _exit(). One at a time.
class FirstCall {
 public:
  FirstCall(const std::filesystem::path& file, const FirstCallOf& what,
            std::chrono::milliseconds limit = kFirstCallLimit);
  ~FirstCall();
  FirstCall(const FirstCall&) = delete;
  FirstCall& operator=(const FirstCall&) = delete;

 private:
  void watch(std::chrono::milliseconds limit);

  /// A stack of this thread's for its signals, unless it has one already: where a fault is that the
  /// thread's own has no room left, only there can anything still be told.
  class SignalStack {
   public:
    SignalStack();
    ~SignalStack();
    SignalStack(const SignalStack&) = delete;
    SignalStack& operator=(const SignalStack&) = delete;

   private:
    std::unique_ptr<char[]> stack_;
  };

  std::unique_lock<std::mutex> turn_;
  SignalStack signal_stack_;
  const std::string hangs_;
  const int status_of_hang_;
  std::mutex mutex_;
  std::condition_variable returned_;
  bool has_returned_ = false;
  std::thread watch_;
};

}  // namespace movie::store
