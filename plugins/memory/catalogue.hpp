#pragma once

#include <tuple>

#include "orders.hpp"
#include "tree.hpp"

namespace movie::memory {

/// Every film, in each order that lists need. Copying one is a snapshot, for a few nanoseconds'
/// work. A change is done wholly or, when there is no memory, throws std::bad_alloc and has changed
/// nothing.
class Catalogue {
 public:
  /// Memory allocated ahead of a change; one for each thread that changes catalogues at once.
  struct Room {
    std::tuple<Spares<ById>, Spares<ByGenre>, Spares<ByTitle>, Spares<ByYear>, Spares<ByGenreYear>>
        spares;
  };

  template <class Order>
  const Tree<Order>& in() const noexcept {
    return std::get<Tree<Order>>(trees_);
  }
  std::uint64_t size() const noexcept { return in<ById>().size(); }

  /// Takes one order of another catalogue, for a snapshot of no more than a reader looks at: a
  /// writer copies what readers hold.
  template <class Order>
  void share(const Catalogue& from) noexcept {
    std::get<Tree<Order>>(trees_) = from.in<Order>();
  }

  /// Null: no such film.
  Ref<Film> find(std::int64_t id) const noexcept {
    const ById::Entry* const entry = in<ById>().find(id);
    return entry == nullptr ? Ref<Film>() : entry->film;
  }

  /// Gives the film the next id. Throws sdk::Failure when there is none.
  void create(const Ref<Film>& film, Room& room) {
    if (last_id_ == INT64_MAX)
      throw sdk::Failure(MOVIE_FULL, "the last id there is has been given");
    reserve(room, 1);
    film->give_id(++last_id_);
    each(room, [&](auto& tree, auto& spares) { insert(tree, film, spares); });
  }

  /// Adds a film that has an id, one that is not taken.
  void keep(const Ref<Film>& film, Room& room) {
    reserve(room, 1);
    last_id_ = std::max(last_id_, film->id());
    each(room, [&](auto& tree, auto& spares) { insert(tree, film, spares); });
  }

  /// Ids given from now on are at least `id`. Returns the next one; 0: there is none.
  std::int64_t raise_next_id(std::int64_t id) noexcept {
    if (id > 0) last_id_ = std::max(last_id_, id - 1);
    return last_id_ == INT64_MAX ? 0 : last_id_ + 1;
  }

  /// Puts `film` where `old`, of the same id, is.
  void update(const Ref<Film>& old, const Ref<Film>& film, Room& room) {
    reserve(room, 2);
    each(room, [&](auto& tree, auto& spares) { update(tree, old, film, spares); });
  }

  void remove(const Ref<Film>& film, Room& room) {
    reserve(room, 1);
    each(room, [&](auto& tree, auto& spares) { erase(tree, film, spares); });
  }

 private:
  template <class Order>
  static void insert(Tree<Order>& tree, const Ref<Film>& film, Spares<Order>& spares) noexcept {
    tree.insert(Order::entry(film), spares);
  }
  template <class Order>
  static void erase(Tree<Order>& tree, const Ref<Film>& film, Spares<Order>& spares) noexcept {
    tree.erase(Order::probe(Order::entry(film)), spares);
  }
  template <class Order>
  static void update(Tree<Order>& tree, const Ref<Film>& old, const Ref<Film>& film,
                     Spares<Order>& spares) noexcept {
    const auto from = Order::probe(Order::entry(old));
    if (from == Order::probe(Order::entry(film))) {
      tree.replace(from, Order::entry(film), spares);
    } else {
      tree.erase(from, spares);
      insert(tree, film, spares);
    }
  }

  void reserve(Room& room, std::size_t edits) {
    each(room, [&](auto& tree, auto& spares) { spares.reserve(tree.height(), edits); });
  }
  template <class Work>
  void each(Room& room, Work work) {
    std::apply(
        [&](auto&... trees) {
          std::apply([&](auto&... spares) { (work(trees, spares), ...); }, room.spares);
        },
        trees_);
  }

  std::tuple<Tree<ById>, Tree<ByGenre>, Tree<ByTitle>, Tree<ByYear>, Tree<ByGenreYear>> trees_;
  std::int64_t last_id_ = 0;
};

}  // namespace movie::memory
