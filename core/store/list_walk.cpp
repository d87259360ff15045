#include "store/list_walk.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "store/list_match.hpp"

namespace movie::store {
namespace {

constexpr std::uint64_t kPage = 1000;
constexpr std::size_t kHeld = 10'000;  // rows that a sorted list keeps at once

MovieView view(const Movie& film) { return {film.id, film.title, film.year, film.genre}; }

/// Skips, limits and counts what a list holds, in the list's order.
class Window {
 public:
  explicit Window(const Operation& list)
      : list_(list), skip_(list.query.skip), left_(list.query.limit) {}

  [[nodiscard]] bool full() const { return left_ == 0; }
  void add(const MovieView& film) {
    if (skip_ > 0) {
      --skip_;
    } else if (left_ > 0) {
      left_ = list_.rows == nullptr || list_.rows->take(film) ? left_ - 1 : 0;
    }
  }

 private:
  const Operation& list_;
  std::uint64_t skip_, left_;
};

/// Sees every film of one walk by id that matches; false: enough.
using Visit = std::function<bool(const MovieView&)>;

class Sieve final : public RowSink {
 public:
  Sieve(const Query& query, const Visit& visit, std::int64_t after)
      : query_(query), visit_(visit), last_id_(after) {}

  void begin_page() { rows_ = 0; }
  /// No page is to follow.
  [[nodiscard]] bool done() const { return enough_ || rows_ < kPage; }
  [[nodiscard]] std::int64_t last_id() const { return last_id_; }

  bool take(const MovieView& row) override {
    ++rows_;
    last_id_ = row.id;
    if (matches(row, query_)) enough_ = !visit_(row);
    return !enough_;
  }

 private:
  const Query& query_;
  const Visit& visit_;
  std::int64_t last_id_;
  std::uint64_t rows_ = kPage;
  bool enough_ = false;
};

class Walk {
 public:
  Walk(Operation& list, const std::function<void(Operation&)>& execute)
      : list_(list), query_(list.query), execute_(execute), window_(list) {}

  void run() {
    list_.status = Status::ok;
    list_.message.clear();
    list_.count = 0;
    const bool done = query_.sorts() ? sorted() : by_id();
    if (done && query_.total) list_.count = total_;
  }

 private:
  bool by_id() {
    return walk([this](const MovieView& film) {
      ++total_;
      if (film.id > query_.after) window_.add(film);
      return query_.total || !window_.full();
    });
  }

  /// The next rows in order, walk after walk.
  bool sorted() {
    do {
      if (!gather()) return false;
      std::sort(held_.begin(), held_.end(), before_);
      for (const Movie& film : held_) window_.add(view(film));
      if (!held_.empty()) last_ = held_.back();
    } while (held_.size() == kHeld && !window_.full());
    return true;
  }

  /// Into held_ what comes first of what stands behind last_.
  bool gather() {
    held_.clear();
    total_ = 0;
    return walk([this](const MovieView& film) {
      ++total_;
      const bool behind = !last_ || stands_before(view(*last_), film, query_);
      if (behind && is_behind_after(film)) hold(film);
      return true;
    });
  }

  bool is_behind_after(const MovieView& film) const {
    if (query_.after == 0) return true;
    return query_.descending ? film.id < query_.after : film.id > query_.after;
  }

  /// held_ is a heap, its last in order in front.
  void hold(const MovieView& film) {
    if (held_.size() == kHeld) {
      if (!stands_before(film, view(held_.front()), query_)) return;
      std::pop_heap(held_.begin(), held_.end(), before_);
      held_.pop_back();
    }
    held_.push_back({film.id, std::string(film.title), film.year, std::string(film.genre)});
    std::push_heap(held_.begin(), held_.end(), before_);
  }

  /// False: a page failed, or the time is up; the list's outcome says so.
  bool walk(const Visit& visit) {
    const bool all = query_.total || query_.descending;
    Sieve sieve(query_, visit, all ? 0 : query_.after);
    while (!sieve.done()) {
      if (Clock::now() >= list_.deadline) {
        list_.status = Status::timeout;
        list_.message =
            "the deadline passed while the host walked the list of a store that lacks "
            "what it asks for";
        return false;
      }
      if (!next_page(sieve)) return false;
    }
    return true;
  }

  bool next_page(Sieve& sieve) {
    Operation page(Verb::list);
    page.query.after = sieve.last_id();
    page.query.limit = kPage;
    page.rows = &sieve;
    page.deadline = list_.deadline;
    page.trace = list_.trace;
    sieve.begin_page();
    execute_(page);
    if (page.status == Status::ok) return true;
    list_.status = page.status;
    list_.message = std::move(page.message);
    return false;
  }

  Operation& list_;
  const Query& query_;
  const std::function<void(Operation&)>& execute_;
  Window window_;
  std::int64_t total_ = 0;
  std::vector<Movie> held_;
  std::optional<Movie> last_;
  std::function<bool(const Movie&, const Movie&)> before_ = [this](const Movie& a, const Movie& b) {
    return stands_before(view(a), view(b), query_);
  };
};

}  // namespace

void walk_list(Operation& list, const std::function<void(Operation&)>& execute) {
  Walk(list, execute).run();
}

}  // namespace movie::store
