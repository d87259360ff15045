#pragma once

#include <memory>
#include <optional>
#include <string>

#include "bulk/reader.hpp"
#include "http/bulk/refused_rows.hpp"
#include "http/bulk/request.hpp"
#include "http/bulk/spool.hpp"
#include "http/bulk/staged_rows.hpp"
#include "http/errands.hpp"

namespace movie::http {

/// A body's rows once they have been looked at.
struct CheckedRows {
  StagedRows good;
  RefusedRows refused;
  std::optional<bulk::TempFile>
      ids;  ///< of the good ones once they are written, where they are asked for
};

/// Looks at the rows of a body, one by one: what passes the rules is staged for the store, so that
/// its transaction waits for nothing but the disk.
class BulkCheck final : public Errand {
 public:
  /// `spool` null: the body is empty.
  BulkCheck(BulkRequest asked, std::shared_ptr<Spool> spool);

  void run(const std::atomic<bool>& ending) override;
  Reply done() override;

 private:
  bulk::Source source();
  /// Somebody waits for the answer.
  [[nodiscard]] bool is_wanted() const;
  /// False: there is no need to look at more.
  bool take(bulk::Row row);

  const BulkRequest asked_;
  std::shared_ptr<Spool> spool_;
  std::uint64_t read_ = 0;
  std::unique_ptr<CheckedRows> rows_;
  std::string unreadable_;  ///< why nothing further could be read
  const std::atomic<bool>* ending_ = nullptr;
};

}  // namespace movie::http
