#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/call.hpp"
#include "http/cors.hpp"
#include "http/server.hpp"
#include "store/lanes.hpp"

namespace movie::http {

struct ApiOptions {
  std::string app_name;  ///< what /health and /openapi.json call the service
  std::string version;   ///< its own, for /openapi.json
  std::string db_mode;   ///< what /healthz calls the store
  std::vector<std::string> cors_origins;
  std::chrono::milliseconds request_timeout{4'000};
};

/// The catalogue behind the transport: finds a request's handler, takes its question through the
/// lanes and sends the answer with what every answer carries.
class Api final : public Application {
 public:
  /// Opens an entrance to `lanes` for each of the server's threads. Throws StoreError.
  Api(ApiOptions options, store::Lanes& lanes, unsigned threads);
  ~Api() override;

  void serve(Exchange& exchange) override;
  void overdue(Exchange& exchange) override;
  void turn_ends(Worker& worker) override;
  Response refuse(const Request& request, int status) override;

  /// Gives the entrances back, so that the lanes may end. The server's threads must have ended.
  void leave();

 private:
  class Desk;

  /// Takes a request from a step to its answer, or to the next question that has to wait.
  void go_on(Exchange& exchange, const std::function<Reply()>& step);
  /// nullopt: the answer comes later.
  std::optional<Response> follow(Exchange& exchange, const std::function<Reply()>& step) noexcept;
  [[nodiscard]] Reply route(const Request& request) const;
  std::optional<Reply> ask(Exchange& exchange, std::unique_ptr<Question> question);
  void answer(Exchange& exchange, Response response) const;
  /// Adds what every answer carries, and logs it.
  void annotate(const Request& request, Clock::time_point received, const std::string& trace,
                Response& response) const;

  ApiOptions options_;
  std::string openapi_;
  Cors cors_;
  mutable Readiness readiness_;               // told by the questions of the health routes
  mutable KeysInFlight keys_;                 // held by the questions that create
  std::vector<std::unique_ptr<Desk>> desks_;  ///< one a worker, by its index
};

}  // namespace movie::http
