#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "http/bulk/check.hpp"
#include "http/call.hpp"

namespace movie::http {

/// The rows of a body on their way into the store, in one transaction.
class BulkWrite final : public Question, public store::RowSource, public store::RowSink {
 public:
  /// `spool` counts as taken until this is over. `ending`: the transaction is to be given up.
  BulkWrite(std::unique_ptr<CheckedRows> checked, std::shared_ptr<Spool> spool,
            const std::atomic<bool>& ending);

  const MovieDraft* next() override;
  bool take(const MovieView& row) override;
  Reply succeeded() override;

 private:
  std::unique_ptr<CheckedRows> rows_;
  std::shared_ptr<Spool> spool_;
  const std::atomic<bool>& ending_;
};

}  // namespace movie::http
