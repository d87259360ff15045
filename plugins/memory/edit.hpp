#pragma once

#include <cstring>

#include "node.hpp"

/// How the nodes of a Tree change. Everything they need has been allocated before, so nothing here
/// fails.
namespace movie::memory {

/// Copies a node that somebody else holds too.
template <class Order>
void own(Ref<Node<Order>>& node, Spares<Order>& spares) noexcept {
  if (node.unique()) return;
  const std::uint32_t size = node->size;
  if (node->leaf) {
    Leaf<Order>* const copy = spares.leaf();
    std::copy_n(as_leaf(node.get())->entries.begin(), size, copy->entries.begin());
    copy->size = size;
    node = Ref<Node<Order>>(copy);
  } else {
    const Inner<Order>& from = *as_inner(node.get());
    Inner<Order>* const copy = spares.inner();
    std::copy_n(from.bounds.begin(), size, copy->bounds.begin());
    std::copy_n(from.children.begin(), size, copy->children.begin());
    std::copy_n(from.counts.begin(), size, copy->counts.begin());
    copy->size = size;
    node = Ref<Node<Order>>(copy);
  }
}

/// Moves what an array holds as bytes, to places that hold nothing; the old ones must then be made
/// blank. A Ref does not care where it lies, and moving each by itself was a tenth of a create.
template <class T>
void move_bytes(T* from, T* to, std::size_t size) noexcept {
  std::memmove(static_cast<void*>(to), static_cast<const void*>(from), size * sizeof(T));
}
template <class T>
void blank(T* from, std::size_t size) noexcept {
  std::uninitialized_value_construct_n(from, size);
}

/// Moves [from, size) of an array one place up.
template <class T, std::size_t n>
void open_gap(std::array<T, n>& array, std::uint32_t from, std::uint32_t size) noexcept {
  move_bytes(array.data() + from, array.data() + from + 1, size - from);
  blank(array.data() + from, 1);
}
/// Moves (at, size) of an array one place down, over `at`, and lets go of that.
template <class T, std::size_t n>
void close_gap(std::array<T, n>& array, std::uint32_t at, std::uint32_t size) noexcept {
  std::destroy_at(array.data() + at);
  move_bytes(array.data() + at + 1, array.data() + at, size - at - 1);
  blank(array.data() + size - 1, 1);
}
/// Moves the upper half of a full array to the beginning of another.
template <class T, std::size_t n>
void move_half(std::array<T, n>& from, std::array<T, n>& to) noexcept {
  move_bytes(from.data() + n / 2, to.data(), n / 2);
  blank(from.data() + n / 2, n / 2);
}

template <class Order>
void put(Leaf<Order>& leaf, std::uint32_t at, typename Order::Entry&& entry) noexcept {
  open_gap(leaf.entries, at, leaf.size++);
  leaf.entries[at] = std::move(entry);
}

/// Puts the right part of the split child at - 1 behind it.
template <class Order>
void put(Inner<Order>& inner, std::uint32_t at, Ref<Node<Order>>&& child) noexcept {
  open_gap(inner.bounds, at - 1, inner.size);
  open_gap(inner.children, at, inner.size);
  open_gap(inner.counts, at, inner.size);
  ++inner.size;
  inner.bounds[at - 1] = last(*inner.children[at - 1]);
  inner.counts[at] = total(*child);
  inner.children[at] = std::move(child);
}

/// Each `add` returns the right part of a node that had to be split.
template <class Order>
Ref<Node<Order>> add(Leaf<Order>& leaf, std::uint32_t at, typename Order::Entry&& entry,
                     Spares<Order>& spares) noexcept {
  if (leaf.size < kFanout) {
    put(leaf, at, std::move(entry));
    return {};
  }
  Leaf<Order>* const right = spares.leaf();
  if (at == kFanout) {  // films come with ascending ids: what lies behind stays full
    put(*right, 0, std::move(entry));
  } else {
    move_half(leaf.entries, right->entries);
    leaf.size = right->size = kFanout / 2;
    if (at <= leaf.size) {
      put(leaf, at, std::move(entry));
    } else {
      put(*right, at - leaf.size, std::move(entry));
    }
  }
  return Ref<Node<Order>>(right);
}

template <class Order>
Ref<Node<Order>> add(Inner<Order>& inner, std::uint32_t at, Ref<Node<Order>>&& child,
                     Spares<Order>& spares) noexcept {
  if (inner.size < kFanout) {
    put(inner, at, std::move(child));
    return {};
  }
  Inner<Order>* const right = spares.inner();
  if (at == kFanout) {
    right->size = 1;
    right->counts[0] = total(*child);
    right->children[0] = std::move(child);
  } else {
    move_half(inner.bounds, right->bounds);
    move_half(inner.children, right->children);
    move_half(inner.counts, right->counts);
    inner.size = right->size = kFanout / 2;
    if (at <= inner.size) {
      put(inner, at, std::move(child));
    } else {
      put(*right, at - inner.size, std::move(child));
    }
  }
  return Ref<Node<Order>>(right);
}

template <class Order>
Ref<Node<Order>> add_below(Ref<Node<Order>>& node, typename Order::Entry&& entry,
                           const typename Order::Probe& probe, Spares<Order>& spares) noexcept {
  own(node, spares);
  if (node->leaf) {
    Leaf<Order>& leaf = *as_leaf(node.get());
    return add(leaf, place(leaf, probe), std::move(entry), spares);
  }
  Inner<Order>& inner = *as_inner(node.get());
  const std::uint32_t at = place(inner, probe);
  Ref<Node<Order>> right = add_below(inner.children[at], std::move(entry), probe, spares);
  if (!right) {
    ++inner.counts[at];
    return {};
  }
  inner.counts[at] = total(*inner.children[at]);
  return add(inner, at + 1, std::move(right), spares);
}

template <class Order>
void drop_child(Inner<Order>& inner, std::uint32_t at) noexcept {
  close_gap(inner.bounds, at, inner.size);
  close_gap(inner.children, at, inner.size);
  close_gap(inner.counts, at, inner.size);
  --inner.size;
}

/// Appends what the child after `at` holds to the child `at`.
template <class Order>
void merge(Inner<Order>& inner, std::uint32_t at, Spares<Order>& spares) noexcept {
  own(inner.children[at], spares);
  Node<Order>& left = *inner.children[at];
  const Node<Order>& right = *inner.children[at + 1];
  if (left.leaf) {
    std::copy_n(as_leaf(&right)->entries.begin(), right.size,
                as_leaf(&left)->entries.begin() + left.size);
  } else {
    Inner<Order>& to = *as_inner(&left);
    const Inner<Order>& from = *as_inner(&right);
    to.bounds[to.size - 1] = last(left);
    std::copy_n(from.bounds.begin(), from.size, to.bounds.begin() + to.size);
    std::copy_n(from.children.begin(), from.size, to.children.begin() + to.size);
    std::copy_n(from.counts.begin(), from.size, to.counts.begin() + to.size);
  }
  left.size += right.size;
  inner.counts[at] += inner.counts[at + 1];
  inner.bounds[at] = std::move(inner.bounds[at + 1]);
  drop_child(inner, at + 1);
}

/// Keeps nodes from staying nearly empty: joins a small one with a neighbour that has room.
template <class Order>
void tidy(Inner<Order>& inner, std::uint32_t at, Spares<Order>& spares) noexcept {
  const std::uint32_t size = inner.children[at]->size;
  if (size == 0) return drop_child(inner, at);
  if (size > kFanout / 4) return;
  const std::uint32_t limit = kFanout / 4 * 3 - size;
  if (at > 0 && inner.children[at - 1]->size <= limit) return merge(inner, at - 1, spares);
  if (at + 1 < inner.size && inner.children[at + 1]->size <= limit) merge(inner, at, spares);
}

template <class Order>
void remove_below(Ref<Node<Order>>& node, const typename Order::Probe& probe,
                  Spares<Order>& spares) noexcept {
  own(node, spares);
  if (node->leaf) {
    Leaf<Order>& leaf = *as_leaf(node.get());
    close_gap(leaf.entries, place(leaf, probe), leaf.size--);
    return;
  }
  Inner<Order>& inner = *as_inner(node.get());
  const std::uint32_t at = place(inner, probe);
  remove_below(inner.children[at], probe, spares);
  --inner.counts[at];
  tidy(inner, at, spares);
}

}  // namespace movie::memory
