#include "store/list_walk.hpp"

#include <algorithm>

namespace movie::store {
namespace {

constexpr std::uint64_t kPage = 1000;

/// Lets through what the list asks for.
class Sieve final : public RowSink {
 public:
  explicit Sieve(const Operation& list)
      : list_(list), skip_(list.query.skip), limit_(list.query.limit), last_id_(list.query.after) {}

  void begin_page() { rows_ = 0; }
  /// No page is to follow.
  [[nodiscard]] bool done() const { return enough_ || limit_ == 0 || rows_ < kPage; }
  [[nodiscard]] std::int64_t last_id() const { return last_id_; }

  bool take(const MovieView& row) override {
    ++rows_;
    last_id_ = row.id;
    const auto& genres = list_.query.genres;
    if (std::find(genres.begin(), genres.end(), row.genre) == genres.end()) return true;
    if (skip_ > 0) {
      --skip_;
      return true;
    }
    --limit_;
    if (list_.rows != nullptr && !list_.rows->take(row)) enough_ = true;
    return !enough_ && limit_ > 0;
  }

 private:
  const Operation& list_;
  std::uint64_t skip_, limit_;
  std::int64_t last_id_;
  std::uint64_t rows_ = kPage;
  bool enough_ = false;
};

}  // namespace

void walk_list(Operation& list, const std::function<void(Operation&)>& execute) {
  Sieve sieve(list);
  list.status = Status::ok;
  list.message.clear();
  while (!sieve.done()) {
    if (Clock::now() >= list.deadline) {
      list.status = Status::timeout;
      list.message = "the deadline passed while the host filtered the list of a store that cannot";
      return;
    }
    Operation page(Verb::list);
    page.query.after = sieve.last_id();
    page.query.limit = kPage;
    page.rows = &sieve;
    page.deadline = list.deadline;
    page.trace = list.trace;
    sieve.begin_page();
    execute(page);
    if (page.status != Status::ok) {
      list.status = page.status;
      list.message = std::move(page.message);
      return;
    }
  }
}

}  // namespace movie::store
