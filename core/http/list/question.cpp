#include "http/list/question.hpp"

#include <utility>

#include "bulk/csv_writer.hpp"
#include "http/answers.hpp"
#include "http/etag.hpp"
#include "json/write.hpp"

namespace movie::http {

ListQuestion::ListQuestion(ListParameters asked, std::string_view target_query,
                           Conditions conditions)
    : Question(store::Verb::list),
      asked_(std::move(asked)),
      target_query_(target_query),
      conditions_(conditions) {
  rows = this;
  query = asked_.query;
  if (asked_.links) ++query.limit;
  if (asked_.format == ListFormat::csv) body_ = bulk::kCsvHeader;
}

bool ListQuestion::take(const MovieView& row) {
  if (static_cast<std::uint64_t>(page_.rows) == asked_.query.limit) {
    page_.more = true;
    return false;
  }
  if (asked_.format == ListFormat::csv) {
    bulk::append_csv(body_, row);
  } else {
    body_ += body_.empty() ? '[' : ',';
    json::append_movie(body_, row);
  }
  ++page_.rows;
  page_.last_id = row.id;
  return true;
}

Reply ListQuestion::succeeded() {
  page_.total = count;
  Response response = asked_.format == ListFormat::csv ? csv() : json();
  auto more = fields();
  std::string said;
  for (const auto& field : more) said.append(field.second).append("\n");
  std::string tag = weak_etag_of(response.body, said);
  if (conditions_.has_already(tag)) response = {.status = 304};
  for (auto& field : more) response.fields.push_back(std::move(field));
  response.fields.emplace_back("ETag", std::move(tag));
  return response;
}

Response ListQuestion::json() {
  body_ += body_.empty() ? "[]" : "]";
  if (!asked_.page) return json_answer(200, std::move(body_));
  const auto size = static_cast<std::int64_t>(asked_.query.limit);
  return json_answer(200, json::page_envelope(*asked_.page, size, page_.total) + body_ + '}');
}

Response ListQuestion::csv() {
  Response response{
      .status = 200, .content_type = "text/csv; charset=utf-8", .body = std::move(body_)};
  response.fields.emplace_back("Content-Disposition", "attachment; filename=\"movies.csv\"");
  return response;
}

/// What is said beyond the body.
std::vector<std::pair<std::string_view, std::string>> ListQuestion::fields() const {
  std::vector<std::pair<std::string_view, std::string>> all{{"Vary", "Accept"}};  // to CSV
  if (auto links = page_links(target_query_, asked_, page_); !links.empty()) {
    all.emplace_back("Link", std::move(links));
  }
  if (!asked_.query.total) return all;
  all.emplace_back("X-Total-Count", std::to_string(page_.total));
  if (!asked_.page) return all;
  const auto size = static_cast<std::int64_t>(asked_.query.limit);
  all.emplace_back("X-Total-Pages", std::to_string(page_count(page_.total, size)));
  return all;
}

}  // namespace movie::http
