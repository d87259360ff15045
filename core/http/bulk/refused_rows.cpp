#include "http/bulk/refused_rows.hpp"

#include <cstring>
#include <string>

#include "json/faults.hpp"

namespace movie::http {
namespace {

/// Rows of three bytes make faults of three hundred: a body must not fill the disk with them.
constexpr std::uint64_t kMostTold = 64 << 20;

struct Head {
  std::uint64_t row, size;
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
  const Head head{row, items.size()};
  file_.append({reinterpret_cast<const char*>(&head), sizeof head});
  file_.append(items);
  ++count_;
}

std::optional<RefusedRows::Row> RefusedRows::next() {
  if (given_ == count_) return std::nullopt;
  Head head{};
  std::memcpy(&head, reader_.next(sizeof head).data(), sizeof head);
  const std::string_view items = reader_.next(head.size);
  ++given_;
  return Row{head.row, items};
}

}  // namespace movie::http
