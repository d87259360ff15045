#include "http/bulk/refused_rows.hpp"

#include <cstring>
#include <string>

#include "json/faults.hpp"

namespace movie::http {
namespace {

/// Rows of three bytes make faults of three hundred: a body must not fill the disk with them.
constexpr std::uint64_t kMostTold = 64 << 20;

/// Stands before the faults of a row, or for a run of rows that are not told.
struct Head {
  std::uint64_t row;
  std::uint32_t rows, size;
};

}  // namespace

void RefusedRows::add(const bulk::Refusal& refusal) {
  json::Faults faults;
  const std::uint64_t row = refusal.row - 1;
  const bool told = told_ < kMostTold;
  for (const auto& problem : refusal.problems) {
    if (told) faults.add_problem(row, problem);
  }
  const std::string_view items = faults.items();
  told_ += items.size();
  ++count_;
  if (told) {  // and no run has begun
    write_head(row, 1, items.size());
    return file_.append(items);
  }
  if (run_.end != row || run_.size() == UINT32_MAX) {
    end_run();
    run_ = {row, row};
  }
  ++run_.end;
}

void RefusedRows::end_run() {
  if (run_.size() > 0) write_head(run_.begin, run_.size(), 0);
  run_ = {};
}

void RefusedRows::write_head(std::uint64_t row, std::uint64_t rows, std::size_t size) {
  const Head head{row, static_cast<std::uint32_t>(rows), static_cast<std::uint32_t>(size)};
  file_.append({reinterpret_cast<const char*>(&head), sizeof head});
}

std::optional<RefusedRows::Row> RefusedRows::next() {
  if (given_ == count_) return std::nullopt;
  if (given_++ == 0) end_run();  // the last one
  if (run_.size() > 0) return Row{run_.begin++, {}};
  Head head{};
  std::memcpy(&head, reader_.next(sizeof head).data(), sizeof head);
  run_ = {head.row + 1, head.row + head.rows};
  return Row{head.row, reader_.next(head.size)};
}

}  // namespace movie::http
