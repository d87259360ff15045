#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "http/answers.hpp"
#include "http/handlers.hpp"
#include "http/list/query_pairs.hpp"
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

/// One word for a client's eyes: what exactly is wrong, where, and the command that helps stand in
/// the log.
std::string_view reason(Status status) {
  switch (status) {
    case Status::ok:
      return "ok";
    case Status::unavailable:
      return "unreachable";  // or its schema is not the one needed
    case Status::full:
      return "unwritable";  // no room, or read-only
    case Status::timeout:
    case Status::busy:
      return "slow";
    default:
      return "failed";
  }
}

/// The same, with what is wrong and since when; draining counts as unready whatever the store says.
struct ReadyPing final : Ping {
  explicit ReadyPing(const Call& call) : Ping(call), store(call.store) {
    for_each_pair(call.query, [this](auto key, auto) { verbose |= key == "verbose"; });
  }
  Reply succeeded() override {
    if (readiness.draining()) return unready("draining");
    Response response = std::get<Response>(Ping::succeeded());
    if (const auto since = readiness.suspect(); !since.empty()) {
      response.body = json::with_suspicion(std::move(response.body), since);
    }
    response.body = checked(std::move(response.body));
    return response;
  }
  Response failed() override { return unready(reason(status)); }

 private:
  [[nodiscard]] Response unready(std::string_view why) const {
    const auto since = readiness.unwell();
    return retry_later(json_answer(503, checked(json::unready_body(db_mode, why, since))));
  }
  [[nodiscard]] std::string checked(std::string body) const {
    if (!verbose) return body;
    const auto drain = readiness.draining() ? "draining" : "ok";
    body = json::with_checks(std::move(body), reason(status), drain);
    std::vector<std::pair<std::string, std::int64_t>> figures;
    for (const store::Figure& figure : store.figures())
      figures.emplace_back(figure.name, figure.value);
    return json::with_figures(std::move(body), figures);
  }

  store::Store& store;  ///< the application's
  bool verbose = false;
};

}  // namespace

Reply health(const Call& call) { return json_answer(200, json::app_health_body(call.app_name)); }

Reply livez(const Call&) { return json_answer(200, json::live_body()); }

Reply healthz(const Call& call) { return std::make_unique<Ping>(call); }

Reply readyz(const Call& call) { return std::make_unique<ReadyPing>(call); }

}  // namespace movie::http
