#pragma once

#include "edit.hpp"

namespace movie::memory {

/// A B+ tree whose nodes know how many entries lie below them, so that the n-th is found without
/// walking there. Copying one is a snapshot: a reference to the root. Writers copy a node that a
/// snapshot shares, and change one that none does in place. Reading a snapshot needs no lock;
/// changing a tree, and copying it, needs its owner's.
template <class Order>
class Tree {
 public:
  using Probe = typename Order::Probe;
  using Entry = typename Order::Entry;

  std::uint64_t size() const noexcept { return root_ ? total(*root_) : 0; }
  /// To be given to Spares::reserve before a change.
  std::uint32_t height() const noexcept { return height_; }

  const Entry* find(const Probe& probe) const noexcept {
    const Node<Order>* node = root_.get();
    while (node != nullptr && !node->leaf) {
      node = as_inner(node)->children[place(*as_inner(node), probe)].get();
    }
    if (node == nullptr) return nullptr;
    const std::uint32_t at = place(*as_leaf(node), probe);
    if (at == node->size) return nullptr;
    const Entry& entry = as_leaf(node)->entries[at];
    return Order::probe(entry) == probe ? &entry : nullptr;
  }

  /// How many entries come before `probe`.
  std::uint64_t rank(const Probe& probe) const noexcept {
    std::uint64_t before = 0;
    const Node<Order>* node = root_.get();
    while (node != nullptr && !node->leaf) {
      const std::uint32_t child = place(*as_inner(node), probe);
      for (std::uint32_t at = 0; at < child; ++at) before += as_inner(node)->counts[at];
      node = as_inner(node)->children[child].get();
    }
    return node == nullptr ? 0 : before + place(*as_leaf(node), probe);
  }

  /// The entry that `before` others come before; there is one.
  const Entry& at(std::uint64_t before) const noexcept {
    const Node<Order>* node = root_.get();
    while (!node->leaf) {
      const Inner<Order>& inner = *as_inner(node);
      std::uint32_t child = 0;
      for (; before >= inner.counts[child]; ++child) before -= inner.counts[child];
      node = inner.children[child].get();
    }
    return as_leaf(node)->entries[before];
  }

  /// Visits entries in order from the `skip`-th on, until `visit` returns false.
  template <class Visit>
  void walk(std::uint64_t skip, Visit&& visit) const {
    if (root_) walk_below(*root_, skip, visit);
  }

  /// Visits the first `size` entries from the last of them back, until `visit` returns false.
  template <class Visit>
  void walk_back(std::uint64_t size, Visit&& visit) const {
    if (!root_) return;
    std::uint64_t skip = total(*root_) - size;
    walk_back_below(*root_, skip, visit);
  }

  /// Adds an entry that is not there yet.
  void insert(Entry entry, Spares<Order>& spares) noexcept {
    if (!root_) root_ = Ref<Node<Order>>(spares.leaf());
    const Probe probe = Order::probe(entry);
    Ref<Node<Order>> right = add_below(root_, std::move(entry), probe, spares);
    if (!right) return;
    Inner<Order>* const root = spares.inner();
    root->size = 2;
    root->bounds[0] = last(*root_);
    root->counts[0] = total(*root_);
    root->counts[1] = total(*right);
    root->children[0] = std::move(root_);
    root->children[1] = std::move(right);
    root_ = Ref<Node<Order>>(root);
    ++height_;
  }

  /// Puts another entry where an equal one is.
  void replace(const Probe& probe, Entry entry, Spares<Order>& spares) noexcept {
    Ref<Node<Order>>* node = &root_;
    own(*node, spares);
    while (!(*node)->leaf) {
      Inner<Order>* const inner = as_inner(node->get());
      node = &inner->children[place(*inner, probe)];
      own(*node, spares);
    }
    Leaf<Order>* const leaf = as_leaf(node->get());
    leaf->entries[place(*leaf, probe)] = std::move(entry);
  }

  /// Removes an entry that is there.
  void erase(const Probe& probe, Spares<Order>& spares) noexcept {
    remove_below(root_, probe, spares);
    while (root_ && !root_->leaf && root_->size == 1) {
      root_ = Ref<Node<Order>>(as_inner(root_.get())->children[0]);
      --height_;
    }
    if (root_->size == 0) root_ = {};
  }

 private:
  /// False: the visitor has enough.
  template <class Visit>
  static bool walk_below(const Node<Order>& node, std::uint64_t& skip, Visit& visit) {
    if (node.leaf) {
      for (std::uint64_t at = std::exchange(skip, 0); at < node.size; ++at) {
        if (!visit(as_leaf(&node)->entries[at])) return false;
      }
      return true;
    }
    const Inner<Order>& inner = *as_inner(&node);
    for (std::uint32_t at = 0; at < node.size; ++at) {
      if (skip >= inner.counts[at]) {
        skip -= inner.counts[at];
      } else if (!walk_below(*inner.children[at], skip, visit)) {
        return false;
      }
    }
    return true;
  }

  template <class Visit>
  static bool walk_back_below(const Node<Order>& node, std::uint64_t& skip, Visit& visit) {
    if (node.leaf) {
      for (std::uint64_t at = node.size - std::exchange(skip, 0); at > 0; --at) {
        if (!visit(as_leaf(&node)->entries[at - 1])) return false;
      }
      return true;
    }
    const Inner<Order>& inner = *as_inner(&node);
    for (std::uint32_t at = node.size; at > 0; --at) {
      if (skip >= inner.counts[at - 1]) {
        skip -= inner.counts[at - 1];
      } else if (!walk_back_below(*inner.children[at - 1], skip, visit)) {
        return false;
      }
    }
    return true;
  }

  Ref<Node<Order>> root_;
  std::uint32_t height_ = 0;  // levels above the leaves
};

}  // namespace movie::memory
