#include "refusals.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace movie::tools {
namespace {

constexpr std::size_t kEnough = 1 << 16;

}  // namespace

Refusals::Refusals(const std::optional<std::string>& report) {
  if (report) report_.emplace(*report);
}

void Refusals::add(const bulk::Refusal& refusal, bulk::Format format) {
  ++count_;
  if (!report_) return fmt::print(stderr, "{}\n", bulk::describe(refusal, format));
  bulk::append_json(unwritten_, refusal);
  if (unwritten_.size() < kEnough) return;
  report_->write(unwritten_);
  unwritten_.clear();
}

void Refusals::keep() {
  if (!report_) return;
  report_->write(unwritten_);
  unwritten_.clear();
  report_->keep();
}

}  // namespace movie::tools
