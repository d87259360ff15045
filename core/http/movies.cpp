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
#include "http/idempotency.hpp"
#include "http/item.hpp"
#include "http/list/question.hpp"
#include "json/faults.hpp"
#include "json/read.hpp"

namespace movie::http {
namespace {

Response refusal(const json::Faults& faults) { return json_answer(faults.status(), faults.body()); }

json::Body body_of(const Call& call) {
  return {call.request.body, is_json(call.request.field("content-type")), call.max_json_depth};
}

std::optional<LaxInteger> read_movie_id(const Call& call, json::Faults& faults) {
  return json::read_integer(call.movie_id, {"path", "movie_id"}, {}, faults);
}

/// No film has an id below 1 or beyond 64 bits.
bool is_none(const LaxInteger& id) { return id.value < 1 || !id.fits; }

/// A change to the film `id`, after a look at it where the request says what it must be.
Reply change(const Call& call, const LaxInteger& id, std::unique_ptr<ItemQuestion> question) {
  if (is_none(id)) return outcome_answer(Status::not_found);
  question->id = id.value;
  const Conditions conditions(call.request);
  if (!conditions.expects_tag()) return question;
  return std::make_unique<CheckQuestion>(std::move(question), conditions);
}

MoviePatch all_of(MovieDraft&& draft) {
  return {.title = std::move(draft.title), .year = draft.year, .genre = std::move(draft.genre)};
}

Reply create_once(const Call& call, MoviePatch film, std::string key) {
  auto turn = call.keys.enter(key);
  if (!turn) return retry_later(error_answer(409));
  return std::make_unique<OnceQuestion>(std::move(film), std::move(key), digest_of(call.request),
                                        std::move(*turn));
}

}  // namespace

Reply list_movies(const Call& call) {
  json::Faults faults;
  auto asked = read_list_parameters(call.query, call.request.list_field("accept"), faults);
  if (!asked) return refusal(faults);
  const bool nothing = asked->query.year_min > asked->query.year_max;  // no store is needed
  auto question =
      std::make_unique<ListQuestion>(std::move(*asked), call.query, Conditions(call.request));
  if (nothing) return question->succeeded();
  return question;
}

Reply create_movie(const Call& call) {
  auto key = idempotency_key(call.request);
  if (key && !is_key(*key)) return error_answer(400);
  json::Faults faults;
  auto draft = json::read_draft(body_of(call), faults);
  if (faults.any()) return refusal(faults);
  if (key) return create_once(call, all_of(std::move(*draft)), std::move(*key));
  return std::make_unique<ItemQuestion>(store::Verb::create, all_of(std::move(*draft)));
}

Reply read_movie(const Call& call) {
  json::Faults faults;
  const auto id = read_movie_id(call, faults);
  if (faults.any()) return refusal(faults);
  if (is_none(*id)) return outcome_answer(Status::not_found);
  return std::make_unique<ReadQuestion>(id->value, Conditions(call.request));
}

Reply replace_movie(const Call& call) {
  json::Faults faults;
  const auto id = read_movie_id(call, faults);
  auto draft = json::read_draft(body_of(call), faults);
  if (faults.any()) return refusal(faults);
  return change(call, *id,
                std::make_unique<ItemQuestion>(store::Verb::update, all_of(std::move(*draft))));
}

Reply update_movie(const Call& call) {
  json::Faults faults;
  const auto id = read_movie_id(call, faults);
  auto patch = json::read_patch(body_of(call), faults);
  if (faults.any()) return refusal(faults);
  return change(call, *id, std::make_unique<ItemQuestion>(store::Verb::update, std::move(*patch)));
}

Reply delete_movie(const Call& call) {
  json::Faults faults;
  const auto id = read_movie_id(call, faults);
  if (faults.any()) return refusal(faults);
  return change(call, *id, std::make_unique<ItemQuestion>(store::Verb::remove));
}

}  // namespace movie::http
