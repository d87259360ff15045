#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "http/server.hpp"
#include "http/transport/budget.hpp"
#include "http/transport/connection.hpp"
#include "http/transport/date_line.hpp"
#include "http/transport/deadlines.hpp"
#include "http/transport/event_loop.hpp"
#include "http/transport/mailbox.hpp"
#include "http/transport/unique_fd.hpp"

namespace movie::http {

/// A thread, its event loop and its connections.
class ReactorWorker final : public Worker {
 public:
  /// Throws std::system_error.
  ReactorWorker(unsigned index, const ServerOptions& options, Application& application,
                Shared& shared);
  ~ReactorWorker() override;

  // Worker
  [[nodiscard]] unsigned index() const override { return index_; }
  void post(std::function<void()> task) override { mailbox_.post(std::move(task)); }
  Exchange* find(Ticket ticket) override;

  // For the server [any thread]
  /// Connections, those on their way included, without those that are turned away.
  [[nodiscard]] std::size_t load() const { return load_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::size_t turned_away() const {
    return turned_away_.load(std::memory_order_relaxed);
  }
  /// `welcome` false: it is turned away, with 503.
  void adopt(UniqueFd fd, std::string peer, bool welcome);
  void start();
  /// Answers say `Connection: close`.
  void take_leave();
  /// The same, and the thread ends with the last connection.
  void drain();
  /// Closes all connections and ends.
  void abandon();
  [[nodiscard]] bool ended_by(Clock::time_point when) const;
  void join() { thread_.join(); }

  // For its connections [its thread]
  [[nodiscard]] const ServerOptions& options() const { return options_; }
  [[nodiscard]] Application& application() { return application_; }
  [[nodiscard]] EventLoop& loop() { return loop_; }
  [[nodiscard]] Deadlines& deadlines() { return deadlines_; }
  /// When the turn began.
  [[nodiscard]] Clock::time_point now() const { return now_; }
  [[nodiscard]] std::string_view date_line() { return date_line_.now(); }
  [[nodiscard]] bool leaving() const { return leaving_; }
  [[nodiscard]] bool draining() const { return draining_; }
  [[nodiscard]] std::uint64_t next_generation() { return ++generation_; }
  /// To receive into; for use at once.
  [[nodiscard]] std::span<char> read_buffer() { return {read_buffer_.get(), kReadBytes}; }
  std::unique_ptr<Buffers> lend_buffers();
  void take_back(std::unique_ptr<Buffers> buffers);
  /// Calls its go_on() in the next turn, after what is ready then.
  void let_go_on(const Connection& connection);
  /// Answers that clients do not take.
  [[nodiscard]] Holding& output() { return output_; }
  /// Requests that are not whole, or not answered yet.
  [[nodiscard]] Holding& input() { return input_; }
  /// It is closed: it goes once the turn is over.
  void retire(Connection& connection) noexcept;

 private:
  static constexpr std::size_t kReadBytes = 64 << 10;

  void run() noexcept;
  void turn(std::span<const Event> events);
  void dispatch(const Event& event);
  template <class Cost, class LetGo>
  void relieve(Holding& holding, Cost cost, LetGo let_go);
  void relieve_input();
  void take_in(UniqueFd fd, std::string peer, bool welcome);
  void bury() noexcept;
  [[nodiscard]] Connection* find_by_tag(std::uint64_t tag);
  [[nodiscard]] std::atomic<std::size_t>& counter(bool welcome) {
    return welcome ? load_ : turned_away_;
  }
  template <class Visit>
  void for_each_connection(Visit visit);

  const unsigned index_;
  std::uint64_t generation_;  // of requests
  const ServerOptions& options_;
  Application& application_;
  Holding output_, input_;
  std::atomic<std::size_t> load_{0}, turned_away_{0};

  Mailbox mailbox_;
  Deadlines deadlines_;
  EventLoop loop_;
  DateLine date_line_;
  Clock::time_point now_ = Clock::now();
  std::uint64_t serial_ = 0;  // of connections
  bool leaving_ = false, draining_ = false;

  std::unique_ptr<char[]> read_buffer_;
  std::vector<std::unique_ptr<Buffers>> spare_buffers_;
  std::vector<std::unique_ptr<Connection>> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::vector<std::uint32_t> retired_;           // closed in this turn
  std::vector<std::uint64_t> going_on_, going_;  // tags: for the next turn, and for this one

  std::promise<void> end_;
  std::future<void> ended_ = end_.get_future();
  std::thread thread_;
};

}  // namespace movie::http
