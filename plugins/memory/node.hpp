#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "ref.hpp"

namespace movie::memory {

inline constexpr std::uint32_t kFanout = 64;

template <class Order>
struct Leaf;
template <class Order>
struct Inner;

/// A node of a Tree. Written only by a writer to whom alone it belongs; shared ones are copied
/// first.
template <class Order>
struct Node : Counted {
  explicit Node(bool is_leaf) noexcept : leaf(is_leaf) {}
  static void destroy(Node* node) noexcept {
    if (node->leaf) {
      delete as_leaf(node);
    } else {
      delete as_inner(node);
    }
  }

  bool leaf;
  std::uint32_t size = 0;  // of the entries or children
};

template <class Order>
struct Leaf : Node<Order> {
  Leaf() noexcept : Node<Order>(true) {}
  std::array<typename Order::Entry, kFanout> entries;  // ascending
};

/// bounds[i]: nothing below children[i] comes after it, everything below children[i + 1] does. The
/// last child has none.
template <class Order>
struct Inner : Node<Order> {
  Inner() noexcept : Node<Order>(false) {}
  std::array<typename Order::Bound, kFanout> bounds;
  std::array<Ref<Node<Order>>, kFanout> children;
  std::array<std::uint64_t, kFanout> counts;  // entries below each
};

template <class Order>
Leaf<Order>* as_leaf(Node<Order>* node) noexcept {
  return static_cast<Leaf<Order>*>(node);
}
template <class Order>
const Leaf<Order>* as_leaf(const Node<Order>* node) noexcept {
  return static_cast<const Leaf<Order>*>(node);
}
template <class Order>
Inner<Order>* as_inner(Node<Order>* node) noexcept {
  return static_cast<Inner<Order>*>(node);
}
template <class Order>
const Inner<Order>* as_inner(const Node<Order>* node) noexcept {
  return static_cast<const Inner<Order>*>(node);
}

/// The first entry that is not before `probe`.
template <class Order>
std::uint32_t place(const Leaf<Order>& leaf, const typename Order::Probe& probe) noexcept {
  const auto first = leaf.entries.begin();
  const auto at = std::lower_bound(
      first, first + leaf.size, probe,
      [](const auto& entry, const auto& wanted) { return Order::less(entry, wanted); });
  return static_cast<std::uint32_t>(at - first);
}

/// The child below which `probe` belongs.
template <class Order>
std::uint32_t place(const Inner<Order>& inner, const typename Order::Probe& probe) noexcept {
  const auto first = inner.bounds.begin();
  const auto at = std::lower_bound(
      first, first + (inner.size - 1), probe,
      [](const auto& bound, const auto& wanted) { return Order::less(bound, wanted); });
  return static_cast<std::uint32_t>(at - first);
}

/// Entries below a node.
template <class Order>
std::uint64_t total(const Node<Order>& node) noexcept {
  if (node.leaf) return node.size;
  const auto& counts = as_inner(&node)->counts;
  std::uint64_t sum = 0;
  for (std::uint32_t at = 0; at < node.size; ++at) sum += counts[at];
  return sum;
}

/// The bound that separates a node, not empty, from its right neighbour.
template <class Order>
typename Order::Bound last(const Node<Order>& node) noexcept {
  const Node<Order>* at = &node;
  while (!at->leaf) at = as_inner(at)->children[at->size - 1].get();
  return Order::bound(as_leaf(at)->entries[at->size - 1]);
}

/// Nodes allocated before a change begins, so that a change itself cannot fail halfway.
template <class Order>
class Spares {
 public:
  /// Enough for `edits` entries to be added or removed. Throws std::bad_alloc.
  void reserve(std::uint32_t height, std::size_t edits) {
    fill(leaves_,
         edits * 2);  // a level is copied, and split or joined with a copy of its neighbour
    fill(inners_, edits * (2 * std::size_t{height} + 1));
  }
  Leaf<Order>* leaf() noexcept { return take(leaves_); }
  Inner<Order>* inner() noexcept { return take(inners_); }

 private:
  template <class T>
  static void fill(std::vector<std::unique_ptr<T>>& to, std::size_t size) {
    while (to.size() < size) to.push_back(std::make_unique<T>());
  }
  template <class T>
  static T* take(std::vector<std::unique_ptr<T>>& from) noexcept {
    T* const node = from.back().release();
    from.pop_back();
    return node;
  }
  std::vector<std::unique_ptr<Leaf<Order>>> leaves_;
  std::vector<std::unique_ptr<Inner<Order>>> inners_;
};

}  // namespace movie::memory
