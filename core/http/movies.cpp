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
#include "http/target.hpp"
#include "json/faults.hpp"
#include "json/read.hpp"
#include "json/write.hpp"
#include "model/fields.hpp"

namespace movie::http {
namespace {

constexpr std::int64_t kDefaultLimit = 100;
constexpr std::int64_t kMaxLimit = 1000;

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

/// A question about many, whose rows become an array.
struct ListQuestion final : Question, store::RowSink {
  ListQuestion() : Question(store::Verb::list) { rows = this; }

  bool take(const MovieView& row) override {
    body += body.empty() ? '[' : ',';
    json::append_movie(body, row);
    return true;
  }
  Response succeeded() override {
    body += body.empty() ? "[]" : "]";
    return json_answer(200, std::move(body));
  }

  std::string body;
};

Response refusal(const json::Faults& faults) { return json_answer(faults.status(), faults.body()); }

json::Body body_of(const Request& request) {
  return {request.body, is_json(request.field("content-type"))};
}

std::optional<LaxInteger> read_movie_id(const Call& call, json::Faults& faults) {
  return json::read_integer(call.movie_id, {"path", "movie_id"}, {}, faults);
}

std::optional<LaxInteger> read_query_integer(const Call& call, std::string_view name,
                                             std::int64_t otherwise, Bounds bounds,
                                             json::Faults& faults) {
  const auto text = query_value(call.query, name);
  if (!text) return LaxInteger{.value = otherwise};
  return json::read_integer(*text, {"query", name}, bounds, faults);
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
  const auto skip = read_query_integer(call, "skip", 0, {.least = 0}, faults);
  const auto limit =
      read_query_integer(call, "limit", kDefaultLimit, {.least = 1, .most = kMaxLimit}, faults);
  if (faults.any()) return refusal(faults);

  auto question = std::make_unique<ListQuestion>();
  question->query.skip = static_cast<std::uint64_t>(skip->value);
  question->query.limit = static_cast<std::uint64_t>(limit->value);
  if (auto genre = genre_filter(query_value(call.query, "genre").value_or("")); !genre.empty()) {
    if (genre.find('\0') != std::string::npos)
      return json_answer(200, "[]");  // no film's, and no store takes it
    question->query.genres.push_back(std::move(genre));
  }
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
