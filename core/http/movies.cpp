#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "http/answers.hpp"
#include "http/content_type.hpp"
#include "http/handlers.hpp"
#include "http/list/question.hpp"
#include "json/faults.hpp"
#include "json/read.hpp"
#include "json/write.hpp"

namespace movie::http {
namespace {

/// A question about one film, whose row becomes the answer's body.
struct ItemQuestion final : Question, store::RowSink {
  ItemQuestion(store::Verb what, int success) : Question(what), success_status(success) {
    rows = this;
  }

  bool take(const MovieView& row) override {
    body.clear();
    json::append_movie(body, row);
    return true;
  }
  Response succeeded() override {
    if (success_status == 204) return {.status = 204};
    return json_answer(success_status, std::move(body));
  }

  int success_status;
  std::string body;
};

Response refusal(const json::Faults& faults) { return json_answer(faults.status(), faults.body()); }

json::Body body_of(const Request& request) {
  return {request.body, is_json(request.field("content-type"))};
}

std::optional<LaxInteger> read_movie_id(const Call& call, json::Faults& faults) {
  return json::read_integer(call.movie_id, {"path", "movie_id"}, {}, faults);
}

/// A question about the film `id`, or the answer at once: no film has an id below 1 or beyond 64
/// bits.
Reply ask_about(const LaxInteger& id, store::Verb verb, int success, MoviePatch values = {}) {
  if (id.value < 1 || !id.fits) return outcome_answer(Status::not_found);
  auto question = std::make_unique<ItemQuestion>(verb, success);
  question->id = id.value;
  question->values = std::move(values);
  return question;
}

MoviePatch all_of(MovieDraft&& draft) {
  return {.title = std::move(draft.title), .year = draft.year, .genre = std::move(draft.genre)};
}

}  // namespace

Reply list_movies(const Call& call) {
  json::Faults faults;
  auto asked = read_list_parameters(call.query, call.request.field("accept"), faults);
  if (!asked) return refusal(faults);
  const bool nothing = asked->query.year_min > asked->query.year_max;  // no store is needed
  auto question = std::make_unique<ListQuestion>(std::move(*asked), call.query);
  if (nothing) return question->succeeded();
  return question;
}

Reply create_movie(const Call& call) {
  json::Faults faults;
  auto draft = json::read_draft(body_of(call.request), faults);
  if (faults.any()) return refusal(faults);
  auto question = std::make_unique<ItemQuestion>(store::Verb::create, 201);
  question->values = all_of(std::move(*draft));
  return question;
}

Reply read_movie(const Call& call) {
  json::Faults faults;
  const auto id = read_movie_id(call, faults);
  if (faults.any()) return refusal(faults);
  return ask_about(*id, store::Verb::get, 200);
}

Reply replace_movie(const Call& call) {
  json::Faults faults;
  const auto id = read_movie_id(call, faults);
  auto draft = json::read_draft(body_of(call.request), faults);
  if (faults.any()) return refusal(faults);
  return ask_about(*id, store::Verb::update, 200, all_of(std::move(*draft)));
}

Reply update_movie(const Call& call) {
  json::Faults faults;
  const auto id = read_movie_id(call, faults);
  auto patch = json::read_patch(body_of(call.request), faults);
  if (faults.any()) return refusal(faults);
  return ask_about(*id, store::Verb::update, 200, std::move(*patch));
}

Reply delete_movie(const Call& call) {
  json::Faults faults;
  const auto id = read_movie_id(call, faults);
  if (faults.any()) return refusal(faults);
  return ask_about(*id, store::Verb::remove, 204);
}

}  // namespace movie::http
