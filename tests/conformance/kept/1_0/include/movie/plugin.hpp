#pragma once

/// Writes the C table of movie/store.h for a backend in C++17 or later:
///
///   class MyStore final : public movie::sdk::SimpleStore {
///    public:
///     explicit MyStore(const movie::sdk::Open& how);
///     Status get(std::int64_t id, movie::sdk::Operation& op) override;
///     …                                   // list, create, update, remove: movie/sdk/store.hpp
///   };
///   MOVIE_PLUGIN(MyStore, "mine", "1.0", 0)
///
/// A store with something of its own per thread (a connection) derives from movie::sdk::Store
/// instead and makes a movie::sdk::Session for each. Link with movie::sdk; export nothing but
/// movie_plugin_v1.
#include "movie/sdk/table.hpp"

/// Once, at file scope. `name` is the mode, `capabilities` MOVIE_FILTER | … as the backend has
/// them.
#define MOVIE_PLUGIN(Backend, name, version, capabilities)                 \
  extern "C" MOVIE_EXPORT constexpr movie_plugin movie_plugin_v1 =         \
      ::movie::sdk::detail::table<Backend, (capabilities)>(name, version); \
  MOVIE_PLUGIN_NOTE(name, version, (capabilities));
