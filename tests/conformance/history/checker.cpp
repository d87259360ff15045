#include "checker.hpp"

#include <algorithm>
#include <unordered_set>

#include "precedence.hpp"

namespace movie::conformance::history {
namespace {

struct Node {
  Events done;
  State state;
  bool operator==(const Node&) const = default;
};

struct Hash {
  std::size_t operator()(const Node& node) const {
    std::size_t sum = hash_value(node.done);
    const auto add = [&sum](std::size_t part) { sum = sum * 1'000'003u ^ part; };
    for (const auto& [id, film] : node.state.films) {
      add(static_cast<std::size_t>(id));
      add(std::hash<std::string>()(film.title));
      add(static_cast<std::size_t>(film.year));
    }
    return sum;
  }
};

class Search {
 public:
  Search(const History& history, std::uint64_t budget)
      : history_(history), budget_(budget), needs_(history), precedence_(history, needs_) {
    certain_ = std::ranges::count(history.events, false, &Event::maybe);
  }

  Finding run() {
    const bool found = explore({Events(history_.events.size()), {history_.films, {}}});
    best_.visited = visited_;
    best_.verdict = found                ? Verdict::kLinearizable
                    : visited_ > budget_ ? Verdict::kGaveUp
                                         : Verdict::kNotLinearizable;
    return std::move(best_);
  }

 private:
  const Event& at(std::size_t index) const { return history_.events[index]; }

  bool explore(Node node) {
    const std::size_t mark = order_.size();
    take_reads(node);
    if (remaining() == 0) return note(node, 0), true;
    const auto hopeless = needs_.hopeless(node.state, node.done);
    note(node, hopeless.value_or(first_to_end(node.done)));
    if (++visited_ <= budget_ && !hopeless && cache_.insert(node).second) {
      for (const std::size_t next : by_promise(node)) {
        Node then = node;
        if (!done(then, next)) continue;
        order_.push_back(next);
        if (explore(std::move(then))) return true;
        order_.pop_back();
        if (visited_ > budget_) break;
      }
    }
    while (order_.size() > mark) order_.pop_back();
    return false;
  }

  /// What changes nothing and fits now may as well come now: no order is lost.
  void take_reads(Node& node) {
    for (bool again = true; again;) {
      again = false;
      for (const std::size_t next : enabled(node.done)) {
        if (!only_reads(at(next)) || !done(node, next)) continue;
        order_.push_back(next);
        again = true;
      }
    }
  }

  bool done(Node& node, std::size_t next) const {
    if (!step(node.state, at(next), history_.given)) return false;
    node.done[next] = true;
    return true;
  }

  std::size_t first_to_end(const Events& done) const {
    std::size_t first = done.size();
    for (std::size_t index = 0; index < done.size(); ++index) {
      if (!done[index] && (first == done.size() || at(index).end < at(first).end)) first = index;
    }
    return first;
  }

  /// Those that nothing else has to come before; what ended first, first.
  std::vector<std::size_t> enabled(const Events& done) const {
    std::vector<std::size_t> found;
    for (std::size_t index = 0; index < done.size(); ++index) {
      if (!done[index] && precedence_.before(index).is_subset_of(done)) found.push_back(index);
    }
    std::ranges::sort(found, {}, [this](std::size_t index) { return at(index).end; });
    return found;
  }

  /// First what helps the event that ends first to happen, and what has to come before it.
  std::vector<std::size_t> by_promise(const Node& node) const {
    auto found = enabled(node.done);
    const std::size_t first = first_to_end(node.done);
    const auto missing = needs_.missing(first, node.state);
    const auto helps = [&](std::size_t index) {
      const Event& event = at(index);
      return precedence_.before(first)[index] || missing.contains(event.ask.id) ||
             std::ranges::any_of(event.outcome.rows,
                                 [&](const Film& film) { return missing.contains(film.id); });
    };
    std::stable_partition(found.begin(), found.end(), helps);
    return found;
  }

  std::ptrdiff_t remaining() const {
    return certain_ -
           std::ranges::count_if(order_, [this](std::size_t index) { return !at(index).maybe; });
  }

  void note(const Node& node, std::size_t stuck) {
    if (order_.size() < best_.order.size()) return;
    best_.order = order_;
    best_.state = node.state;
    best_.stuck = stuck;
  }

  const History& history_;
  const std::uint64_t budget_;
  const Needs needs_;
  const Precedence precedence_;
  std::ptrdiff_t certain_ = 0;
  std::uint64_t visited_ = 0;
  std::vector<std::size_t> order_;
  std::unordered_set<Node, Hash> cache_;
  Finding best_;
};

}  // namespace

Finding check(const History& history, std::uint64_t budget) {
  return Search(history, budget).run();
}

}  // namespace movie::conformance::history
