#include "http/item.hpp"

#include <utility>

#include "http/answers.hpp"
#include "http/etag.hpp"
#include "json/write.hpp"

namespace movie::http {
namespace {

Response tagged(Response response, std::string tag) {
  response.fields.emplace_back("ETag", std::move(tag));
  return response;
}

/// The film is another than If-Match says: `tag` is what it has now.
Response precondition_failed(std::string tag) { return tagged(error_answer(412), std::move(tag)); }

}  // namespace

ItemQuestion::ItemQuestion(store::Verb what, MoviePatch values_to_set) : Question(what) {
  values = std::move(values_to_set);
  rows = this;
}

bool ItemQuestion::take(const MovieView& row) {
  body_.clear();
  json::append_movie(body_, row);
  tag_ = etag_of(row);
  row_id_ = row.id;
  return true;
}

Response ItemQuestion::shown(int answer_status) {
  return tagged(json_answer(answer_status, std::move(body_)), std::move(tag_));
}

Reply ItemQuestion::succeeded() {
  if (verb == store::Verb::remove) return Response{.status = 204};
  if (verb != store::Verb::create) return shown(200);
  Response response = shown(201);
  response.fields.emplace_back("Location", "/movies/" + std::to_string(row_id_));
  return response;
}

Response ItemQuestion::failed() {
  return status == Status::conflict ? precondition_failed(std::move(tag_)) : Question::failed();
}

ReadQuestion::ReadQuestion(std::int64_t film_id, Conditions conditions)
    : ItemQuestion(store::Verb::get), conditions_(conditions) {
  id = film_id;
}

Reply ReadQuestion::succeeded() {
  if (conditions_.has_already(tag())) return tagged({.status = 304}, tag());
  return shown(200);
}

CheckQuestion::CheckQuestion(std::unique_ptr<ItemQuestion> change, Conditions conditions)
    : Question(store::Verb::get), change_(std::move(change)), conditions_(conditions) {
  id = change_->id;
  rows = this;
}

bool CheckQuestion::take(const MovieView& row) {
  seen_ = {std::string(row.title), row.year, std::string(row.genre)};
  tag_ = etag_of(row);
  return true;
}

Reply CheckQuestion::succeeded() {
  if (!conditions_.expects(tag_)) return precondition_failed(std::move(tag_));
  change_->expect = std::move(seen_);
  return std::move(change_);
}

}  // namespace movie::http
