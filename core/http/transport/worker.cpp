#include "http/transport/worker.hpp"

#include <exception>
#include <functional>
#include <utility>

#include "http/transport/thread.hpp"
#include "log/log.hpp"

namespace movie::http {
namespace {

// No connection has these slots.
constexpr std::uint64_t kMailboxTag = 0xffff'ffff;
constexpr std::uint64_t kDeadlinesTag = 0xffff'fffe;

constexpr std::size_t kSpareBuffers = 64;

}  // namespace

ReactorWorker::ReactorWorker(unsigned index, const ServerOptions& options, Application& application,
                             Shared& shared)
    : index_(index),
      generation_(std::uint64_t{index} << 48),  // no other worker's, and made trace ids neither
      options_(options),
      application_(application),
      output_(shared.output, shared.call_workers),
      input_(shared.input, shared.call_workers),
      loop_([this](std::span<const Event> events) { turn(events); }),
      read_buffer_(std::make_unique<char[]>(kReadBytes)) {
  spare_buffers_.reserve(kSpareBuffers);
  loop_.watch(mailbox_.fd(), kMailboxTag, Interest::read, Trigger::edge);
  loop_.watch(deadlines_.fd(), kDeadlinesTag, Interest::read);
}

ReactorWorker::~ReactorWorker() {
  if (!thread_.joinable()) return;
  abandon();
  thread_.join();
}

void ReactorWorker::start() {
  thread_ = start_thread(("http-" + std::to_string(index_)).c_str(), [this] { run(); });
}

void ReactorWorker::run() noexcept {
  try {
    loop_.run();
  } catch (const std::exception& error) {
    log::error("HTTP worker {} ended: {}", index_, error.what());
  }
  mailbox_.close();
  for_each_connection([](Connection& connection) { connection.close(); });
  bury();
  end_.set_value();
}

void ReactorWorker::take_leave() {
  post([this] { leaving_ = true; });
}

void ReactorWorker::drain() {
  post([this] {
    leaving_ = draining_ = true;
    for_each_connection([](Connection& connection) { connection.drain(); });
  });
}

void ReactorWorker::abandon() {
  post([this] { loop_.stop(); });
}

bool ReactorWorker::ended_by(Clock::time_point when) const {
  return ended_.wait_until(when) == std::future_status::ready;
}

void ReactorWorker::turn(std::span<const Event> events) {
  now_ = Clock::now();
  going_.swap(going_on_);
  for (const Event& event : events) {
    dispatch(event);
    if (input_.must_let_go()) relieve_input();
  }
  for (const std::uint64_t tag : going_) {
    if (Connection* const connection = find_by_tag(tag)) connection->go_on();
  }
  going_.clear();
  relieve(output_, std::mem_fn(&Connection::output_cost), std::mem_fn(&Connection::cut_off));
  relieve_input();
  application_.turn_ends(*this);
  bury();
  if (!going_on_.empty()) mailbox_.wake();
  if (draining_ && load() + turned_away() == 0) loop_.stop();
}

void ReactorWorker::dispatch(const Event& event) {
  if (event.tag == kMailboxTag) {
    mailbox_.run();
  } else if (event.tag == kDeadlinesTag) {
    for (const std::uint32_t slot : deadlines_.take_due(now_)) {
      if (slots_[slot]) slots_[slot]->time_up();
    }
  } else if (Connection* const connection = find_by_tag(event.tag)) {
    connection->ready(event);
  }
}

/// Those that cost most let go, as long as there is too much and some cost anything.
template <class Cost, class LetGo>
void ReactorWorker::relieve(Holding& holding, Cost cost, LetGo let_go) {
  while (holding.is_too_much()) {
    Connection* dearest = nullptr;
    double most = 0;
    for_each_connection([&](Connection& one) {
      const double its = cost(one);
      if (its < most) return;
      most = its;
      dearest = &one;
    });
    if (dearest == nullptr) return;
    let_go(*dearest);
  }
}

void ReactorWorker::relieve_input() {
  relieve(input_, std::mem_fn(&Connection::input_cost), std::mem_fn(&Connection::give_up_input));
}

void ReactorWorker::adopt(UniqueFd fd, std::string peer, bool welcome) {
  struct Arrival {
    UniqueFd fd;
    std::string peer;
  };
  auto arrival = std::make_shared<Arrival>(
      Arrival{std::move(fd), std::move(peer)});  // a task must be copyable
  counter(welcome).fetch_add(1, std::memory_order_relaxed);
  post([this, arrival, welcome] {
    take_in(std::move(arrival->fd), std::move(arrival->peer), welcome);
  });
}

void ReactorWorker::take_in(UniqueFd fd, std::string peer, bool welcome) {
  try {
    if (free_slots_.empty()) {
      slots_.emplace_back();
      free_slots_.push_back(static_cast<std::uint32_t>(slots_.size() - 1));
      free_slots_.reserve(slots_.capacity());  // retire() and bury() must not fail
      retired_.reserve(slots_.capacity());
    }
    const std::uint32_t slot = free_slots_.back();
    auto connection =
        std::make_unique<Connection>(*this, slot, ++serial_, std::move(fd), std::move(peer));
    loop_.watch(connection->fd(), connection->tag(), Interest::read);
    free_slots_.pop_back();
    slots_[slot] = std::move(connection);
    if (!welcome) slots_[slot]->turn_away();
  } catch (...) {
    counter(welcome).fetch_sub(1, std::memory_order_relaxed);
    throw;  // to the mailbox, which logs it
  }
}

void ReactorWorker::retire(Connection& connection) noexcept {
  deadlines_.clear(connection.slot());
  retired_.push_back(connection.slot());
}

void ReactorWorker::bury() noexcept {
  for (const std::uint32_t slot : retired_) {
    if (auto buffers = slots_[slot]->release_buffers()) take_back(std::move(buffers));
    counter(slots_[slot]->welcome()).fetch_sub(1, std::memory_order_relaxed);
    slots_[slot].reset();
    free_slots_.push_back(slot);
  }
  retired_.clear();
}

Exchange* ReactorWorker::find(Ticket ticket) {
  if (ticket.slot >= slots_.size()) return nullptr;
  Connection* const connection = slots_[ticket.slot].get();
  return connection != nullptr && connection->awaits_answer(ticket.generation) ? connection
                                                                               : nullptr;
}

Connection* ReactorWorker::find_by_tag(std::uint64_t tag) {
  const std::uint32_t slot = slot_of_tag(tag);
  if (slot >= slots_.size() || !slots_[slot] || slots_[slot]->tag() != tag) return nullptr;
  return slots_[slot].get();
}

template <class Visit>
void ReactorWorker::for_each_connection(Visit visit) {
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot]) visit(*slots_[slot]);
  }
}

std::unique_ptr<Buffers> ReactorWorker::lend_buffers() {
  if (spare_buffers_.empty())
    return std::make_unique<Buffers>(options_.limits, options_.max_body_bytes);
  auto buffers = std::move(spare_buffers_.back());
  spare_buffers_.pop_back();
  return buffers;
}

void ReactorWorker::take_back(std::unique_ptr<Buffers> buffers) {
  if (spare_buffers_.size() == kSpareBuffers) return;
  buffers->parser.clear();
  buffers->output.clear();
  spare_buffers_.push_back(std::move(buffers));
}

void ReactorWorker::let_go_on(const Connection& connection) {
  going_on_.push_back(connection.tag());
}

}  // namespace movie::http
