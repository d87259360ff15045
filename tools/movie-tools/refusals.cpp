#include "refusals.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>

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
  if (unwritten_.size() >= kEnough) write();
}

void Refusals::keep() {
  if (!report_) return;
  write();
  report_->keep();
}

void Refusals::write() {
  try {
    report_->write_whole(unwritten_);
    unwritten_.clear();
  } catch (...) {
    report_.reset();  // with a hole it is none, and keep() is called all the same
    throw;
  }
}

void Refusals::keep_while_failing() noexcept {
  try {
    keep();
  } catch (const ReaderGone&) {
  } catch (const std::exception& error) {
    fmt::print(stderr, "the report could not be written: {}\n", error.what());
  }
}

}  // namespace movie::tools
