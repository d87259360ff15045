#include "http/list/question.hpp"

#include <utility>

#include "bulk/csv_writer.hpp"
#include "http/answers.hpp"
#include "json/write.hpp"

namespace movie::http {

ListQuestion::ListQuestion(ListParameters asked, std::string_view target_query)
    : Question(store::Verb::list), asked_(std::move(asked)), target_query_(target_query) {
  rows = this;
  query = asked_.query;
  ++query.limit;
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

Response ListQuestion::succeeded() {
  page_.total = count;
  Response response = asked_.format == ListFormat::csv ? csv() : json();
  add_fields(response);
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

void ListQuestion::add_fields(Response& response) {
  response.fields.emplace_back("Vary", "Accept");  // to CSV
  if (auto links = page_links(target_query_, asked_, page_); !links.empty()) {
    response.fields.emplace_back("Link", std::move(links));
  }
  if (!asked_.query.total) return;
  response.fields.emplace_back("X-Total-Count", std::to_string(page_.total));
  if (!asked_.page) return;
  const auto size = static_cast<std::int64_t>(asked_.query.limit);
  response.fields.emplace_back("X-Total-Pages", std::to_string(page_count(page_.total, size)));
}

}  // namespace movie::http
