#pragma once

#include "bulk/page.hpp"
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
  /// The films behind those of `page`, whose text is on its way.
  ExportQuestion(bulk::Format format, bulk::Page page);
  [[nodiscard]] Response attachment(std::string text) const;

  bulk::Format format_;
  bulk::Page page_;
};

}  // namespace movie::http
