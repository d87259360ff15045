#include "support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>

namespace movie::test {
namespace {

using Clock = std::chrono::steady_clock;

void close_fd(int& fd) {
  if (fd >= 0) ::close(fd);
  fd = -1;
}

}  // namespace

Process::Process(const Start& start) {
  ::signal(SIGPIPE, SIG_IGN);  // ours, when the child reads no more
  const Spawned child = spawn(start);
  pid_ = child.pid;
  in_ = child.in;
  from_[kOut] = child.out;
  from_[kErr] = child.err;
  ::fcntl(in_, F_SETFL, O_NONBLOCK);
  wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  input_ = start.input;
  input_ends_ = !start.keep_input_open;
  carrier_ = std::thread(&Process::carry, this);
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
void Process::carry() {
  for (std::unique_lock lock(mutex_); !stopping_;) {
    close_what_ended();
    if (!open_[kOut] && !open_[kErr]) break;
    std::array<pollfd, 4> polled{pollfd{from_[kOut], POLLIN, 0}, pollfd{from_[kErr], POLLIN, 0},
                                 pollfd{input_.empty() ? -1 : in_, POLLOUT, 0},
                                 pollfd{wake_, POLLIN, 0}};
    lock.unlock();
    ::poll(polled.data(), polled.size(), -1);
    eventfd_t ignored = 0;
    ::eventfd_read(wake_, &ignored);
    lock.lock();
    if (polled[kOut].revents != 0) take_output(kOut);
    if (polled[kErr].revents != 0) take_output(kErr);
    if (polled[2].revents != 0) give_input();
    changed_.notify_all();
  }
  for (int* fd : {&in_, &from_[kOut], &from_[kErr]}) close_fd(*fd);
}

void Process::close_what_ended() {
  if (input_.empty() && input_ends_) close_fd(in_);
  if (!output_ends_ || !open_[kOut]) return;
  close_fd(from_[kOut]);
  open_[kOut] = false;
  changed_.notify_all();
}

void Process::take_output(Stream stream) {
  std::array<char, 65536> block;
  const ssize_t size = ::read(from_[stream], block.data(), block.size());
  if (size > 0) {
    text_[stream].append(block.data(), static_cast<std::size_t>(size));
  } else if (size == 0 || errno != EINTR) {  // a terminal ends with EIO
    close_fd(from_[stream]);
    open_[stream] = false;
  }
}

void Process::give_input() {
  const ssize_t size = ::write(in_, input_.data(), input_.size());
  if (size > 0) {
    input_.erase(0, static_cast<std::size_t>(size));
  } else if (errno != EAGAIN && errno != EINTR) {  // it reads no more
    input_.clear();
    input_ends_ = true;
  }
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
