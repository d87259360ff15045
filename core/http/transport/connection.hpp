#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "http/parser/request_parser.hpp"
#include "http/server.hpp"
#include "http/transport/event_loop.hpp"
#include "http/transport/output.hpp"
#include "http/transport/unique_fd.hpp"

namespace movie::http {

class ReactorWorker;

/// What the loop knows a connection by.
constexpr std::uint64_t connection_tag(std::uint32_t slot, std::uint64_t serial) {
  return (serial & 0xff'ffff) << 32 | slot;
}
constexpr std::uint32_t slot_of_tag(std::uint64_t tag) { return static_cast<std::uint32_t>(tag); }

/// What a connection needs while it has something to read, to answer or to write. Idle ones lend it
/// to others.
struct Buffers {
  Buffers(const Limits& limits, std::size_t max_body_bytes) : parser(limits, max_body_bytes) {}
  RequestParser parser;
  Output output;
};

/// One client: its requests one after the other, its answers in the same order. Used on its
/// worker's thread.
///
/// Everything happens in turns, begun by the loop, a deadline or an answer. A turn reads at most
/// once, serves what it may, and ends by sending what there is and saying what to wait for next; so
/// there is no recursion, and pipelined answers leave together.
class Connection final : public Exchange {
 public:
  /// `serial` tells it apart from others that had the same slot.
  Connection(ReactorWorker& worker, std::uint32_t slot, std::uint64_t serial, UniqueFd fd,
             std::string peer);

  // Exchange
  [[nodiscard]] const Request& request() const override { return buffers_->parser.request(); }
  [[nodiscard]] Worker& worker() override;
  [[nodiscard]] Ticket ticket() const override { return {slot_, generation_}; }
  [[nodiscard]] Clock::time_point received() const override { return received_; }
  void answer(Response response) override;
  [[nodiscard]] bool begun() const override { return begun_; }
  void send(std::string piece, std::unique_ptr<BodyRest> rest) override;
  void abort() override { close(); }

  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] std::uint32_t slot() const { return slot_; }
  [[nodiscard]] std::uint64_t tag() const { return tag_; }
  [[nodiscard]] bool awaits_answer(std::uint64_t generation) const {
    return in_flight_ && generation == generation_;
  }

  void ready(const Event& event);
  /// Serves requests that an earlier turn left, or goes on with an answer.
  void go_on();
  void time_up();
  /// The worker drains: what was a time to be idle is now one to take leave.
  void drain();
  /// It is one too many: 503.
  void turn_away();
  [[nodiscard]] bool welcome() const { return welcome_; }
  /// For how many seconds its client has taken nothing of the answers that wait for it. Less than
  /// 0: none do.
  [[nodiscard]] double output_cost() const;
  /// Closes with a reset: the kernel, too, forgets what the client has not taken.
  void cut_off() noexcept;
  /// What it holds of a request that is not whole, in bytes, times the seconds that it has been
  /// coming. Less than 0: nothing that counts, or it is whole and will be answered.
  [[nodiscard]] double input_cost() const;
  /// 503 to that request.
  void give_up_input() noexcept;
  /// With a reset if an answer is under way.
  void close() noexcept;
  std::unique_ptr<Buffers> release_buffers();

 private:
  enum class Phase : std::uint8_t {
    open,
    ending,
    lingering,
    closed
  };  // ending: once the output has left
  enum class Stage : std::uint8_t { idle, head, body, handling, streaming, writing, lingering };

  template <class Work>
  void take_turn(Work work) noexcept;
  void receive();
  void serve_requests();
  bool plan_body();
  void begin_request();
  void add_answer(Response&& response);
  void ask_for_more();
  void add_piece(std::string&& piece, std::unique_ptr<BodyRest> rest);
  void end_request();
  void refuse(int status);
  void turn_down(Response&& response);
  void settle();
  void flush();
  void end();
  void tell_what_is_held() noexcept;
  void reset_when_closed() noexcept;
  void discard();
  void update_interest();
  void update_deadline();
  void grant_body_time(bool anew);
  [[nodiscard]] bool reading_is_due() const;
  [[nodiscard]] Stage stage() const;
  [[nodiscard]] Clock::time_point deadline() const;

  ReactorWorker& worker_;
  const std::uint32_t slot_;
  const std::uint64_t tag_;
  UniqueFd fd_;
  const std::string peer_;
  std::unique_ptr<Buffers> buffers_;  // none while idle
  std::unique_ptr<BodyRest> rest_;    // of the answer under way, until it is asked for
  std::uint64_t generation_ = 0;      // of the request at hand, or of the last one
  Clock::time_point received_{};
  Clock::time_point since_{};  // when stage_ began, or the last progress in it
  Clock::time_point linger_until_{}, body_until_{};
  std::size_t body_granted_ = 0;  // the bytes for which a body has been given time
  std::uint64_t stage_generation_ = 0;
  std::size_t discarded_ = 0, held_output_ = 0, held_input_ = 0;
  Interest interest_ = Interest::read;
  Phase phase_ = Phase::open;
  Stage stage_ = Stage::idle;
  bool welcome_ = true;
  BodyEnd body_end_ = BodyEnd::length;
  bool in_flight_ = false;   // a request waits for its answer, or for the rest of it
  bool begun_ = false;       // that rest is still to come
  bool ends_after_ = false;  // the connection, with that answer
  bool in_turn_ = false;
  bool blocked_ = false;      // the socket took only a part of the output
  bool going_on_ = false;     // go_on() will be called
  bool input_ended_ = false;  // the client sends no more
  bool must_linger_ = false;  // bytes may come that nobody will read
};

}  // namespace movie::http
