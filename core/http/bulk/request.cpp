#include "http/bulk/request.hpp"

#include <optional>
#include <string>

#include "http/answers.hpp"
#include "http/content_type.hpp"
#include "http/list/query_pairs.hpp"
#include "http/query_flag.hpp"
#include "http/target.hpp"
#include "json/faults.hpp"

namespace movie::http {
namespace {

constexpr std::string_view kPartial = "partial";

std::optional<bulk::Format> format_of(const Request& head) {
  const auto type = head.field("content-type");
  if (is_json(type)) return bulk::Format::json;
  if (is_type(type, "application/x-ndjson") || is_type(type, "application/jsonl"))
    return bulk::Format::ndjson;
  if (is_type(type, "text/csv")) return bulk::Format::csv;
  return std::nullopt;
}

bool read_partial(std::string_view query, json::Faults& faults) {
  std::optional<std::string> text;
  for_each_pair(query, [&](std::string_view key, std::string_view pair) {
    if (key != kPartial) return;
    const auto equals = pair.find('=');
    std::string buffer;
    text = equals == std::string_view::npos
               ? std::string()
               : std::string(decoded(pair.substr(equals + 1), buffer, true));
  });
  return text && read_flag(*text, kPartial, faults).value_or(false);
}

}  // namespace

tl::expected<BulkRequest, Response> read_bulk_request(const Request& head) {
  const auto format = format_of(head);
  if (!format) return tl::unexpected(error_answer(415));
  json::Faults faults;
  const bool partial = read_partial(Target::split(head.target).query, faults);
  if (const auto key = head.field("idempotency-key")) {
    faults.add_text({"header", "Idempotency-Key"},
                    {FaultType::value_error, 0, "Idempotency-Key goes with a single film only"},
                    *key);
  }
  if (faults.any()) return tl::unexpected(json_answer(faults.status(), faults.body()));
  return BulkRequest{*format, partial};
}

}  // namespace movie::http
