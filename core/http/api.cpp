#include "http/api.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "http/access_log.hpp"
#include "http/answers.hpp"
#include "http/bulk/plan.hpp"
#include "http/openapi/document.hpp"
#include "http/routes.hpp"
#include "http/target.hpp"
#include "http/trace_id.hpp"
#include "log/log.hpp"

namespace movie::http {
namespace {

/// How long before the client's time is up a store must have answered, so that its own outcome
/// ("timeout": certainly not done) reaches the client, rather than overdue()'s guess.
std::chrono::milliseconds margin(std::chrono::milliseconds request_timeout) {
  return std::min(std::chrono::milliseconds(250), request_timeout / 4);
}

bool writes(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE";
}

/// A trailing slash too many: the path without it, if that is known.
std::optional<Response> redirect(std::string_view path, std::string_view query) {
  if (!path.ends_with('/')) return std::nullopt;
  const auto end = path.find_last_not_of('/');
  const auto shorter = path.substr(0, end == std::string_view::npos ? 0 : end + 1);
  if (!find_route("GET", shorter).known_path) return std::nullopt;
  Response response{.status = 307};
  response.fields.emplace_back("Location", location(shorter, query));
  return response;
}

/// The answer for a known path whose method has no handler.
Response other_method(std::string_view method, std::string_view path) {
  Response response = method == "OPTIONS" ? Response{.status = 204} : error_answer(405);
  response.fields.emplace_back("Allow", allowed_methods(path));
  return response;
}

}  // namespace

/// One worker's way into the lanes, and the way back.
class Api::Desk final : public store::Completion {
 public:
  Desk(Api& api, store::Lanes::Entrance entrance) : api_(api), entrance_(std::move(entrance)) {}

  /// True: done.
  bool submit(std::unique_ptr<store::Operation>& operation) noexcept {
    return entrance_->submit(operation);
  }

  void send() noexcept { entrance_->send(); }

  void completed(std::vector<std::unique_ptr<store::Operation>> operations) noexcept override {
    Worker& worker = *static_cast<Question&>(*operations.front()).worker;
    auto batch = std::make_shared<decltype(operations)>(std::move(operations));
    worker.post([this, &worker, batch = std::move(batch)] {
      for (const auto& operation : *batch) {
        auto& question = static_cast<Question&>(*operation);
        if (Exchange* exchange = worker.find(question.ticket))
          api_.go_on(*exchange, [&] { return outcome(question); });
      }
    });
  }

  void close() { entrance_.reset(); }

 private:
  Api& api_;
  std::optional<store::Lanes::Entrance> entrance_;
};

/// What an answer goes on with once its client has taken what there was: the next question.
class Api::Rest final : public BodyRest {
 public:
  Rest(Api& api, std::unique_ptr<Question> next) : api_(api), next_(std::move(next)) {}
  void more(Exchange& exchange) override {
    api_.go_on(exchange, [this]() -> Reply { return std::move(next_); });
  }

 private:
  Api& api_;
  std::unique_ptr<Question> next_;
};

Api::Api(ApiOptions options, store::Lanes& lanes, unsigned threads)
    : options_(std::move(options)),
      creates_many_(lanes.create_many()),
      openapi_(openapi_document(options_.app_name, options_.version)),
      cors_(options_.cors_origins),
      store_(lanes.store()),
      readiness_(store_.suspicion()),
      spools_(options_.max_bulk_bytes),
      errands_([this](Exchange& exchange, Errand& errand, Status how) {
        go_on(exchange, [&] { return how == Status::ok ? errand.done() : outcome_answer(how); });
      }) {
  for (unsigned i = 0; i < threads; ++i)
    desks_.push_back(std::make_unique<Desk>(*this, lanes.entrance()));
}

Api::~Api() = default;

void Api::leave() {
  errands_.leave();
  for (const auto& desk : desks_) desk->close();
}

BodyPlan Api::plan_body(const Request& head) {
  BodyPlan plan = plan_bulk_body(head, creates_many_, spools_);
  if (plan.answer) annotate(head, Clock::now(), trace_id(head), *plan.answer);
  return plan;
}

void Api::serve(Exchange& exchange) {
  go_on(exchange, [&] { return route(exchange.request()); });
}

void Api::go_on(Exchange& exchange, const std::function<Reply()>& step) {
  Reply reply = follow(exchange, step);
  if (auto* part = std::get_if<Part>(&reply)) return send(exchange, std::move(*part));
  auto* response = std::get_if<Response>(&reply);
  if (response == nullptr) return;
  if (!exchange.begun()) return answer(exchange, std::move(*response));
  log::warning("an answer was broken off: its next part cannot be had {}",
               logged(trace_id(exchange.request(), exchange.ticket())));
  exchange.abort();
}

Reply Api::follow(Exchange& exchange, const std::function<Reply()>& step) noexcept try {
  Reply reply = step();
  while (auto* question = std::get_if<std::unique_ptr<Question>>(&reply)) {
    auto next = ask(exchange, std::move(*question));
    if (!next) break;
    reply = std::move(*next);
  }
  if (auto* errand = std::get_if<std::unique_ptr<Errand>>(&reply))
    send_on(exchange, std::move(*errand));
  return reply;
} catch (const std::exception& error) {
  log::error("request failed: {} {}", error.what(),
             logged(trace_id(exchange.request(), exchange.ticket())));
  return error_answer(500);
}

Reply Api::route(const Request& request) const {
  if (auto preflight = cors_.preflight(request)) return std::move(*preflight);
  const auto target = Target::split(request.target);
  std::string buffer;
  const auto path = decoded(target.path, buffer);
  const auto match = find_route(request.method, path);
  if (match.handler != nullptr) {
    return match.handler({request, match.movie_id, target.query, options_.app_name,
                          options_.db_mode, openapi_, store_, readiness_, keys_, options_.max_json_depth});
  }
  if (match.known_path) return other_method(request.method, path);
  if (auto elsewhere = redirect(path, target.query)) return std::move(*elsewhere);
  return error_answer(404);
}

void Api::send_on(Exchange& exchange, std::unique_ptr<Errand> errand) {
  errand->worker = &exchange.worker();
  errand->ticket = exchange.ticket();
  errand->trace = logged(trace_id(exchange.request(), exchange.ticket()));
  errands_.run(std::move(errand));
}

std::optional<Reply> Api::ask(Exchange& exchange, std::unique_ptr<Question> question) {
  Desk& desk = *desks_[exchange.worker().index()];
  question->worker = &exchange.worker();
  question->ticket = exchange.ticket();
  const auto limit = options_.request_timeout - margin(options_.request_timeout);
  const auto from = exchange.begun() ? Clock::now() : exchange.received();
  question->deadline = question->unhurried ? Clock::now() + question->patience
                                           : from + std::min(limit, question->patience);
  question->trace = logged(trace_id(exchange.request(), exchange.ticket()));
  question->reply_to = &desk;
  std::unique_ptr<store::Operation> operation = std::move(question);
  if (!desk.submit(operation)) return std::nullopt;
  return outcome(static_cast<Question&>(*operation));
}

void Api::turn_ends(Worker& worker) { desks_[worker.index()]->send(); }

void Api::overdue(Exchange& exchange) {
  const bool write = writes(exchange.request().method);
  answer(exchange, outcome_answer(write ? Status::unknown : Status::timeout));
}

void Api::answer(Exchange& exchange, Response response) const {
  const auto trace = trace_id(exchange.request(), exchange.ticket());
  annotate(exchange.request(), exchange.received(), trace, response);
  exchange.answer(std::move(response));
}

void Api::send(Exchange& exchange, Part part) {
  std::unique_ptr<BodyRest> rest;
  if (part.next) rest = std::make_unique<Rest>(*this, std::move(part.next));
  if (exchange.begun()) return exchange.send(std::move(part.response.body), std::move(rest));
  part.response.rest = std::move(rest);
  answer(exchange, std::move(part.response));
}

Response Api::refuse(const Request& request, int status) {
  auto response = status == 503 ? outcome_answer(Status::busy) : error_answer(status);
  annotate(request, Clock::now(), trace_id(request), response);
  return response;
}

void Api::annotate(const Request& request, Clock::time_point received, const std::string& trace,
                   Response& response) const {
  constexpr std::size_t kMost = 4;  // of fields added here
  response.fields.reserve(response.fields.size() + 1 + kMost);
  response.fields.emplace_back("X-Trace-Id", trace);
  cors_.annotate(request, response);
  log_access(request, response, received, trace, options_.trusted_proxies);
}

}  // namespace movie::http
