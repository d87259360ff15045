#pragma once

#include "film.hpp"

namespace movie::memory {

/// An order of films for Tree: what a leaf holds for each, what separates two nodes, what is looked
/// for.

struct ById {
  using Probe = std::int64_t;
  using Bound = std::int64_t;
  struct Entry {
    std::int64_t id = 0;  // beside the film, so that looking for it touches no other film
    Ref<Film> film;
  };
  static Entry entry(const Ref<Film>& film) { return {film->id(), film}; }
  static Probe probe(const Entry& entry) noexcept { return entry.id; }
  static Bound bound(const Entry& entry) noexcept { return entry.id; }
  static bool less(const Entry& entry, Probe probe) noexcept { return entry.id < probe; }
  static bool less(Bound bound, Probe probe) noexcept { return bound < probe; }
  static bool same(const Entry& entry, Probe probe) noexcept { return entry.id == probe; }
  static const Film& film(const Entry& entry) noexcept { return *entry.film; }
};

struct ByGenre {
  struct Probe {
    std::string_view genre;
    std::int64_t id;
  };
  using Entry = Ref<Film>;
  using Bound = Ref<Film>;  // kept alive as long as it separates
  static Entry entry(const Ref<Film>& film) { return film; }
  static Probe probe(const Entry& entry) noexcept { return {entry->genre(), entry->id()}; }
  static Bound bound(const Entry& entry) noexcept { return entry; }
  static bool less(const Entry& entry, Probe probe) noexcept {
    const int order = entry->genre().compare(probe.genre);  // by bytes
    return order != 0 ? order < 0 : entry->id() < probe.id;
  }
  static bool same(const Entry& entry, Probe probe) noexcept {
    return entry->id() == probe.id && entry->genre() == probe.genre;
  }
  static const Film& film(const Entry& entry) noexcept { return *entry; }
};

}  // namespace movie::memory
