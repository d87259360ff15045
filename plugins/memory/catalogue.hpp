#pragma once

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
    Spares<ById> by_id;
    Spares<ByGenre> by_genre;
  };

  const Tree<ById>& by_id() const noexcept { return by_id_; }
  const Tree<ByGenre>& by_genre() const noexcept { return by_genre_; }

  /// Null: no such film.
  Ref<Film> find(std::int64_t id) const noexcept {
    const ById::Entry* const entry = by_id_.find(id);
    return entry == nullptr ? Ref<Film>() : entry->film;
  }

  /// Gives the film the next id.
  void create(const Ref<Film>& film, Room& room) {
    reserve(room, 1);
    film->give_id(++last_id_);
    by_id_.insert(ById::entry(film), room.by_id);
    by_genre_.insert(film, room.by_genre);
  }

  /// Puts `film` where `old`, of the same id, is.
  void update(const Ref<Film>& old, const Ref<Film>& film, Room& room) {
    reserve(room, 2);
    by_id_.replace(old->id(), ById::entry(film), room.by_id);
    if (film->genre() == old->genre()) {
      by_genre_.replace(ByGenre::probe(old), film, room.by_genre);
      return;
    }
    by_genre_.erase(ByGenre::probe(old), room.by_genre);
    by_genre_.insert(film, room.by_genre);
  }

  void remove(const Ref<Film>& film, Room& room) {
    reserve(room, 1);
    by_id_.erase(film->id(), room.by_id);
    by_genre_.erase(ByGenre::probe(film), room.by_genre);
  }

 private:
  void reserve(Room& room, std::size_t edits) const {
    room.by_id.reserve(by_id_.height(), edits);
    room.by_genre.reserve(by_genre_.height(), edits);
  }

  Tree<ById> by_id_;
  Tree<ByGenre> by_genre_;
  std::int64_t last_id_ = 0;
};

}  // namespace movie::memory
