#include "http/bulk/write.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include "http/answers.hpp"
#include "http/bulk/results.hpp"

namespace movie::http {
namespace {

/// Not for ever: a store that no longer answers must not keep a lane.
constexpr std::chrono::hours kLongest{1};

}  // namespace

BulkWrite::BulkWrite(std::unique_ptr<CheckedRows> checked, std::shared_ptr<Spool> spool,
                     const std::atomic<bool>& ending)
    : Question(store::Verb::create_many),
      rows_(std::move(checked)),
      spool_(std::move(spool)),
      ending_(ending) {
  unhurried = true;
  patience = kLongest;
  source = this;
  if (rows_->ids) rows = this;
}

const MovieDraft* BulkWrite::next() {
  if (ending_) throw std::runtime_error("the service ends");
  return rows_->good.next();
}

bool BulkWrite::take(const MovieView& row) {
  rows_->ids->append({reinterpret_cast<const char*>(&row.id), sizeof row.id});
  return true;
}

Reply BulkWrite::succeeded() {
  if (spool_) spool_->release();  // the results may be read slowly
  rows_->good.discard();
  if (rows_->ids) return results_answer(std::move(rows_));
  return json_answer(201, "{\"created\":" + std::to_string(count) + "}");
}

}  // namespace movie::http
