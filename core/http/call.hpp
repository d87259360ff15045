#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "http/keys_in_flight.hpp"
#include "http/message.hpp"
#include "http/readiness.hpp"
#include "http/server.hpp"
#include "store/operation.hpp"
#include "store/store.hpp"

namespace movie::http {

struct Question;
struct Errand;

/// An answer that comes page by page: the first part begins it, of the others only the body counts.
struct Part {
  Response response;
  std::unique_ptr<Question> next;  ///< asked once this one has left; none: it was the last
};

/// What comes next for a request: the answer, what to ask the store for it, what else to do, or a
/// part of it. An answer that comes after a part says what went wrong: no client gets it, and what
/// was begun is broken off.
using Reply = std::variant<Response, std::unique_ptr<Question>, std::unique_ptr<Errand>, Part>;

/// A request on its way through the store: an operation that knows whom to answer and how.
struct Question : store::Operation {
  using Operation::Operation;

  Worker* worker = nullptr;  ///< whose exchange `ticket` names
  Ticket ticket;
  std::chrono::milliseconds patience{
      std::chrono::hours(24)};  ///< if less than what every request has
  bool unhurried = false;       ///< a long one: takes what it needs, and only `patience` bounds it

  /// What follows status ok.
  virtual Reply succeeded() = 0;
  /// What follows any other.
  virtual Response failed();
};

/// Work for a request that would hold up a worker and needs no store. It knows whom to answer.
struct Errand {
  virtual ~Errand() = default;

  /// [the errands' thread] `ending`: nobody waits for the answer any more. May throw.
  virtual void run(const std::atomic<bool>& ending) = 0;
  /// [the worker's thread] What follows. Not called if the client has gone.
  virtual Reply done() = 0;

  Worker* worker = nullptr;  ///< whose exchange `ticket` names
  Ticket ticket;
  std::string trace;  ///< for log lines
};

/// What follows the outcome that a question came back with; logs what the client is not told.
Reply outcome(Question& question);

/// What a handler sees of a request.
struct Call {
  const Request& request;
  std::string_view movie_id;           ///< the path's {movie_id}, decoded
  std::string_view query;              ///< not decoded
  std::string_view app_name, db_mode;  ///< for the health routes
  std::string_view openapi;            ///< the document
  store::Store& store;                 ///< for the health routes, as the next
  Readiness& readiness;
  KeysInFlight& keys;  ///< of creates
  std::size_t max_json_depth = 512;
};

using Handler = Reply (*)(const Call& call);

}  // namespace movie::http
