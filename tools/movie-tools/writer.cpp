#include "writer.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "failure.hpp"
#include "interrupts.hpp"

namespace movie::tools {
namespace {

using store::Clock;
using store::Operation;
using store::Verb;
using namespace std::chrono_literals;

constexpr auto kTransaction = 15ms;  ///< with the commit, hardly above 20
constexpr auto kPause = 3ms;         ///< for whoever waits for the store
constexpr auto kPatience = 30s;      ///< for one transaction, others' locks included
constexpr auto kPatienceToRestore = 1h;
constexpr std::size_t kGroup = 64;  ///< operations a call, where the plug-in takes no rows in bulk

/// As many of the rows as fit into one transaction.
class Slice final : public store::RowSource {
 public:
  explicit Slice(store::RowSource& all) : all_(all) {}
  const MovieDraft* next() override {
    if (taken_ > 0 && Clock::now() - begun_ >= kTransaction) return nullptr;
    if (taken_++ == 0) begun_ = Clock::now();
    const MovieDraft* row = all_.next();
    if (row == nullptr) exhausted_ = true;
    return row;
  }
  [[nodiscard]] bool exhausted() const { return exhausted_; }

 private:
  store::RowSource& all_;
  Clock::time_point begun_{};
  std::size_t taken_ = 0;
  bool exhausted_ = false;
};

std::vector<std::unique_ptr<Operation>> creates(store::RowSource& rows, std::size_t most) {
  std::vector<std::unique_ptr<Operation>> group;
  while (group.size() < most) {
    const MovieDraft* row = rows.next();
    if (row == nullptr) break;
    group.push_back(std::make_unique<Operation>(Verb::create));
    group.back()->values = {row->title, row->year, row->genre};
    group.back()->deadline = Clock::now() + kPatience;
  }
  return group;
}

}  // namespace

Status Writer::write(store::RowSource& rows, bool if_empty) {
  for (bool first = true;; first = false) {
    Slice slice(rows);
    Operation create(Verb::create_many);
    create.source = &slice;
    create.if_empty = if_empty && first;
    create.deadline = Clock::now() + kPatience;
    session_.execute(create);
    if (first && create.status == Status::unsupported) {
      if (!if_empty) return write_singly(rows);
      return store_is_empty() ? write(rows) : Status::exists;
    }
    if (create.if_empty && create.status == Status::exists) return Status::exists;
    expect_ok(create, "writing movies");
    created_ += create.count;
    if (slice.exhausted()) return Status::ok;
    Interrupts::check();
    std::this_thread::sleep_for(kPause);
  }
}

Status Writer::restore(store::RowSource& rows) {
  Operation create(Verb::create_many);
  create.source = &rows;
  create.if_empty = create.keep_ids = true;
  create.deadline = Clock::now() + kPatienceToRestore;
  session_.execute(create);
  if (create.status == Status::exists) return Status::exists;
  expect_ok(create, "writing movies");
  created_ += create.count;
  return Status::ok;
}

Status Writer::write_singly(store::RowSource& rows) {
  for (;;) {
    const auto group = creates(rows, kGroup);
    std::vector<Operation*> operations;
    for (const auto& operation : group) operations.push_back(operation.get());
    session_.execute(operations);
    created_ += std::ranges::count(group, Status::ok,
                                   [](const auto& operation) { return operation->status; });
    for (const Operation* operation : operations) expect_ok(*operation, "writing movies");
    if (group.size() < kGroup) return Status::ok;
    Interrupts::check();
    std::this_thread::sleep_for(kPause);
  }
}

bool Writer::store_is_empty() {
  struct Any final : store::RowSink {
    bool found = false;
    bool take(const MovieView&) override {
      found = true;
      return false;
    }
  } any;
  Operation list(Verb::list);
  list.query.limit = 1;
  list.rows = &any;
  list.deadline = Clock::now() + kPatience;
  session_.execute(list);
  expect_ok(list, "looking for movies");
  return !any.found;
}

}  // namespace movie::tools
