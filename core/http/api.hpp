#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/bulk/spool.hpp"
#include "http/call.hpp"
#include "http/cors.hpp"
#include "http/errands.hpp"
#include "http/server.hpp"
#include "store/lanes.hpp"

namespace movie::http {

struct ApiOptions {
  std::string app_name;  ///< what /health and /openapi.json call the service
  std::string version;   ///< its own, for /openapi.json
  std::string db_mode;   ///< what /healthz calls the store
  std::vector<std::string> cors_origins;
  std::chrono::milliseconds request_timeout{4'000};
  std::size_t max_json_depth = 512;
  std::vector<std::string> trusted_proxies{};  ///< addresses whose X-Forwarded-For is believed
  std::uint64_t max_bulk_bytes = 1 << 30;
};

/// The catalogue behind the transport: finds a request's handler, takes its question through the
/// lanes and sends the answer with what every answer carries.
class Api final : public Application {
 public:
  /// Opens an entrance to `lanes` for each of the server's threads. Throws StoreError.
  Api(ApiOptions options, store::Lanes& lanes, unsigned threads);
  ~Api() override;

  BodyPlan plan_body(const Request& head) override;
  void serve(Exchange& exchange) override;
  void overdue(Exchange& exchange) override;
  void turn_ends(Worker& worker) override;
  Response refuse(const Request& request, int status) override;

  /// /readyz says from now on that the service is about to end. From any thread.
  void announce_end() noexcept { readiness_.drain(); }
  /// Gives up what is not done, and the entrances, so that the lanes may end. The server's threads
  /// must have ended.
  void leave();

 private:
  class Desk;
  class Rest;

  /// Takes a request from a step to its answer, or to the next question that has to wait.
  void go_on(Exchange& exchange, const std::function<Reply()>& step);
  /// What can be sent; a question: it is on its way, and what follows it comes later.
  Reply follow(Exchange& exchange, const std::function<Reply()>& step) noexcept;
  [[nodiscard]] Reply route(const Request& request) const;
  void send_on(Exchange& exchange, std::unique_ptr<Errand> errand);
  std::optional<Reply> ask(Exchange& exchange, std::unique_ptr<Question> question);
  void answer(Exchange& exchange, Response response) const;
  void send(Exchange& exchange, Part part);
  /// Adds what every answer carries, and logs it.
  void annotate(const Request& request, Clock::time_point received, const std::string& trace,
                Response& response) const;

  ApiOptions options_;
  const bool creates_many_;
  std::string openapi_;
  Cors cors_;
  store::Store& store_;
  mutable Readiness readiness_;               ///< told by the questions of the health routes
  mutable KeysInFlight keys_;                 ///< held by the questions that create
  std::vector<std::unique_ptr<Desk>> desks_;  ///< one a worker, by its index
  Spools spools_;
  Errands errands_;
};

}  // namespace movie::http
