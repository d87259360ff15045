#include "http/export.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "http/answers.hpp"
#include "http/content_type.hpp"
#include "http/handlers.hpp"
#include "http/list/query_pairs.hpp"
#include "json/faults.hpp"

namespace movie::http {
namespace {

// The first one where a client does not say.
constexpr std::array kFormats{bulk::Format::json, bulk::Format::csv, bulk::Format::ndjson};
constexpr std::array<std::string_view, kFormats.size()> kTypes{"application/json", "text/csv",
                                                               "application/x-ndjson"};

std::string_view content_type(bulk::Format format) {
  if (format == bulk::Format::csv) return "text/csv; charset=utf-8";
  return kTypes[static_cast<std::size_t>(std::ranges::find(kFormats, format) - kFormats.begin())];
}

/// The parameter wins over the Accept field. Nothing if a fault was added.
std::optional<bulk::Format> read_format(const Call& call, json::Faults& faults) {
  const auto text = QueryPairs(call.query).value(Parameter::format);
  if (!text) return kFormats[preferred(call.request.list_field("accept"), kTypes)];
  const auto format = bulk::format_named(*text);
  if (!format) {
    faults.add_text({"query", name_of(Parameter::format)},
                    {FaultType::literal_error, 0, "'json', 'csv' or 'ndjson'"}, *text);
  }
  return format;
}

}  // namespace

ExportQuestion::ExportQuestion(bulk::Format format) : ExportQuestion(format, bulk::Page(format)) {}

ExportQuestion::ExportQuestion(bulk::Format format, bulk::Page page)
    : Question(store::Verb::list), format_(format), page_(std::move(page)) {
  rows = this;
  query.limit = bulk::Page::kMostRows;
  query.after = page_.last_id();
}

bool ExportQuestion::take(const MovieView& row) { return page_.add(row); }

Reply ExportQuestion::succeeded() {
  const bool more = page_.is_full();
  Response response = attachment(page_.turn());
  std::unique_ptr<Question> next;
  if (more) next.reset(new ExportQuestion(format_, std::move(page_)));
  return Part{std::move(response), std::move(next)};
}

Response ExportQuestion::attachment(std::string text) const {
  Response response{.status = 200, .content_type = content_type(format_), .body = std::move(text)};
  response.fields.emplace_back("Vary", "Accept");
  response.fields.emplace_back(
      "Content-Disposition",
      std::string("attachment; filename=\"movies.").append(bulk::name(format_)).append("\""));
  return response;
}

Reply export_movies(const Call& call) {
  json::Faults faults;
  const auto format = read_format(call, faults);
  if (!format) return json_answer(faults.status(), faults.body());
  return std::make_unique<ExportQuestion>(*format);
}

}  // namespace movie::http
