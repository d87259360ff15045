#include <memory>
#include <string>

#include "http/answers.hpp"
#include "http/handlers.hpp"
#include "json/write.hpp"

namespace movie::http {
namespace {

/// Whether the store can serve, now.
struct Ping final : Question {
  explicit Ping(std::string_view mode) : Question(store::Verb::ping), db_mode(mode) {}

  Response succeeded() override { return json_answer(200, json::store_health_body(true, db_mode)); }
  Response failed() override {
    return retry_later(json_answer(503, json::store_health_body(false, db_mode)));
  }

  std::string_view db_mode;  ///< the application's
};

}  // namespace

Reply health(const Call& call) { return json_answer(200, json::app_health_body(call.app_name)); }

Reply healthz(const Call& call) { return std::make_unique<Ping>(call.db_mode); }

}  // namespace movie::http
