#pragma once

#include <cstdint>
#include <string>

#include "bulk/writer.hpp"
#include "http/call.hpp"

namespace movie::http {

/// A page of all films by id, which becomes a part of an export, and leads to the page behind it:
/// between two of them nothing is held, in the store or for it, but the id that was reached.
class ExportQuestion final : public Question, public store::RowSink {
 public:
  explicit ExportQuestion(bulk::Format format);

  bool take(const MovieView& row) override;
  Reply succeeded() override;

 private:
  /// The films behind `after`, written by who has written those before.
  ExportQuestion(bulk::Format format, const bulk::Writer& writer, std::int64_t after);
  [[nodiscard]] bool is_full() const;
  [[nodiscard]] Response attachment();

  bulk::Format format_;
  bulk::Writer writer_;
  std::string text_;
  std::int64_t last_id_ = 0;
  std::uint64_t taken_ = 0;
};

}  // namespace movie::http
