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
  static const Film& film(const Entry& entry) noexcept { return *entry.film; }
};

/// What the orders that need to look at a film to know its place have in common.
struct OfFilms {
  using Entry = Ref<Film>;
  using Bound = Ref<Film>;  // kept alive as long as it separates
  static Entry entry(const Ref<Film>& film) { return film; }
  static Bound bound(const Entry& entry) noexcept { return entry; }
  static const Film& film(const Entry& entry) noexcept { return *entry; }
};

struct ByGenre : OfFilms {
  struct Probe {
    std::string_view genre;
    std::int64_t id;
    bool operator==(const Probe&) const = default;
  };
  static Probe probe(const Entry& entry) noexcept { return {entry->genre(), entry->id()}; }
  static bool less(const Entry& entry, const Probe& probe) noexcept {
    const int order = entry->genre().compare(probe.genre);  // by bytes
    return order != 0 ? order < 0 : entry->id() < probe.id;
  }
};

struct ByTitle : OfFilms {
  struct Probe {
    std::string_view title;
    std::int64_t id;
    bool operator==(const Probe&) const = default;
  };
  static Probe probe(const Entry& entry) noexcept { return {entry->title(), entry->id()}; }
  static bool less(const Entry& entry, const Probe& probe) noexcept {
    const int order = entry->title().compare(probe.title);
    return order != 0 ? order < 0 : entry->id() < probe.id;
  }
};

struct ByYear : OfFilms {
  struct Probe {
    std::int32_t year;
    std::int64_t id;
    bool operator==(const Probe&) const = default;
  };
  static Probe probe(const Entry& entry) noexcept { return {entry->year(), entry->id()}; }
  static bool less(const Entry& entry, const Probe& probe) noexcept {
    const std::int32_t year = entry->year();
    return year != probe.year ? year < probe.year : entry->id() < probe.id;
  }
};

struct ByGenreYear : OfFilms {
  struct Probe {
    std::string_view genre;
    std::int32_t year;
    std::int64_t id;
    bool operator==(const Probe&) const = default;
  };
  static Probe probe(const Entry& entry) noexcept {
    return {entry->genre(), entry->year(), entry->id()};
  }
  static bool less(const Entry& entry, const Probe& probe) noexcept {
    const int order = entry->genre().compare(probe.genre);
    return order != 0 ? order < 0 : ByYear::less(entry, {probe.year, probe.id});
  }
};

}  // namespace movie::memory
