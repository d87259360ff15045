#include "http/bulk/check.hpp"

#include <utility>
#include <variant>

#include "http/answers.hpp"
#include "http/bulk/write.hpp"
#include "json/faults.hpp"

namespace movie::http {
namespace {

/// As many of the rows that keep a body out are told.
constexpr std::uint64_t kMostTold = 100;

Response refusal(RefusedRows& refused) {
  std::string body = "{\"detail\":[";
  std::string_view separator;
  while (const auto row = refused.next()) {
    body.append(separator).append(row->faults);
    separator = ",";
  }
  return json_answer(422, body += "]}");
}

Response unreadable(bulk::Format format, std::string_view why) {
  json::Faults faults;
  if (format == bulk::Format::csv) {
    faults.add({"body", ""}, {FaultType::value_error, 0, why}, "null");
  } else {
    faults.add_invalid_json(0, why);
  }
  return json_answer(faults.status(), faults.body());
}

}  // namespace

BulkCheck::BulkCheck(BulkRequest asked, std::shared_ptr<Spool> spool)
    : asked_(asked), spool_(std::move(spool)) {}

bulk::Source BulkCheck::source() {
  return [this](std::span<char> buffer) -> std::size_t {
    if (!spool_) return 0;
    const std::size_t got = spool_->file().read(read_, buffer);
    read_ += got;
    return got;
  };
}

bool BulkCheck::take(bulk::Row row) {
  if (const auto* film = std::get_if<MovieDraft>(&row)) {
    rows_->good.add(*film);
  } else if (const auto* refused = std::get_if<bulk::Refusal>(&row)) {
    rows_->refused.add(*refused);
  } else {
    return false;
  }
  return asked_.partial || rows_->refused.count() < kMostTold;
}

// The request holds the body, too, until it is answered or its connection is reset.
bool BulkCheck::is_wanted() const { return !*ending_ && (!spool_ || spool_.use_count() > 1); }

void BulkCheck::run(const std::atomic<bool>& ending) {
  ending_ = &ending;
  rows_ = std::make_unique<CheckedRows>();
  const auto reader = bulk::open_reader(asked_.format, source());
  try {
    while (is_wanted() && take(reader->next())) {
    }
  } catch (const bulk::ReadError& error) {
    unreadable_ = error.what();
  }
  if (spool_) spool_->file().discard();
  if (!asked_.partial) return;
  rows_->ids.emplace();  // no lack of room may come to light once films are written
  rows_->ids->reserve(rows_->good.count() * sizeof(std::int64_t));
}

Reply BulkCheck::done() {
  if (!unreadable_.empty()) return unreadable(asked_.format, unreadable_);
  if (!asked_.partial && rows_->refused.count() > 0) return refusal(rows_->refused);
  return std::make_unique<BulkWrite>(std::move(rows_), std::move(spool_), *ending_);
}

}  // namespace movie::http
