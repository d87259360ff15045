#include <chrono>
#include <memory>
#include <string>

#include "http/answers.hpp"
#include "http/handlers.hpp"
#include "json/write.hpp"

namespace movie::http {
namespace {

/// An answer about now: older than this it would be about the past.
constexpr std::chrono::seconds kFresh{1};

/// Whether the store can serve, now.
struct Ping : Question {
  explicit Ping(const Call& call)
      : Question(store::Verb::ping), db_mode(call.db_mode), readiness(call.readiness) {
    patience = kFresh;
  }

  Reply succeeded() override {
    readiness.well();
    return json_answer(200, json::store_health_body(true, db_mode));
  }
  Response failed() override {
    readiness.unwell();
    return retry_later(json_answer(503, json::store_health_body(false, db_mode)));
  }

  std::string_view db_mode;  ///< the application's
  Readiness& readiness;      ///< the application's
};

/// For a client's eyes: what exactly is wrong stands in the log.
std::string_view reason(Status status) {
  switch (status) {
    case Status::unavailable:
      return "the store cannot be reached, or its schema is not the one needed";
    case Status::full:
      return "the store takes no writes: it has no room, or is read-only";
    case Status::timeout:
    case Status::busy:
      return "the store does not answer in time";
    default:
      return "the store failed";
  }
}

struct ReadyPing final : Ping {
  using Ping::Ping;
  Response failed() override {
    const auto since = readiness.unwell();
    return retry_later(json_answer(503, json::unready_body(db_mode, reason(status), since)));
  }
};

}  // namespace

Reply health(const Call& call) { return json_answer(200, json::app_health_body(call.app_name)); }

Reply healthz(const Call& call) { return std::make_unique<Ping>(call); }

Reply readyz(const Call& call) { return std::make_unique<ReadyPing>(call); }

}  // namespace movie::http
