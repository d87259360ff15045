#pragma once

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

namespace movie::http {

struct Question;

/// What comes next for a request: the answer, or what to ask the store for it.
using Reply = std::variant<Response, std::unique_ptr<Question>>;

/// A request on its way through the store: an operation that knows whom to answer and how.
struct Question : store::Operation {
  using Operation::Operation;

  Worker* worker = nullptr;  ///< whose exchange `ticket` names
  Ticket ticket;
  std::chrono::milliseconds patience{
      std::chrono::hours(24)};  ///< if less than what every request has

  /// What follows status ok.
  virtual Reply succeeded() = 0;
  /// What follows any other.
  virtual Response failed();
};

/// What a handler sees of a request.
struct Call {
  const Request& request;
  std::string_view movie_id;           ///< the path's {movie_id}, decoded
  std::string_view query;              ///< not decoded
  std::string_view app_name, db_mode;  ///< for the health routes
  std::string_view openapi;            ///< the document
  Readiness& readiness;
  KeysInFlight& keys;  ///< of creates
};

using Handler = Reply (*)(const Call& call);

}  // namespace movie::http
