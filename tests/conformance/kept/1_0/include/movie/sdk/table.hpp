#pragma once

#include <type_traits>
#include <utility>

#include "movie/sdk/store.hpp"

/// The C functions behind a plug-in's table. No exception leaves them. Not for authors.
namespace movie::sdk::detail {

inline Status refuse(movie_error* error, Status status, std::string_view message,
                     std::uint32_t native = 0) noexcept {
  if (error == nullptr) return status;
  const movie_error known = sized(error);
  copy_message(message, known.message, known.message_size);
  if (error->struct_size >= offsetof(movie_error, native) + sizeof(native)) error->native = native;
  return status;
}

template <class Work>
Status guarded(movie_error* error, Work&& work) noexcept {
  try {
    std::forward<Work>(work)();
    return MOVIE_OK;
  } catch (const Failure& failure) {
    return refuse(error, failure.status(), failure.what(), failure.native());
  } catch (const std::exception& problem) {
    return refuse(error, MOVIE_INTERNAL, problem.what());
  } catch (...) {
    return refuse(error, MOVIE_INTERNAL, "an exception that is no std::exception");
  }
}

inline void require(bool given, const char* what) {
  if (!given) throw Failure(MOVIE_INVALID, std::string(what) + " is null");
}

// What the host holds as movie_store* and movie_session*.
using SessionHandle = std::shared_ptr<Session>;
template <class Backend>
Backend* backend_of(movie_store* store) noexcept {
  return static_cast<Backend*>(static_cast<void*>(store));
}
inline SessionHandle* handle_of(movie_session* session) noexcept {
  return static_cast<SessionHandle*>(static_cast<void*>(session));
}

inline void fill(movie_limits* to, const Limits& limits) noexcept {
  movie_limits known = sized(to);
  known.flags = limits.created ? MOVIE_CREATED : 0u;
  known.max_sessions = limits.max_sessions;
  known.max_writers = limits.max_writers;
  known.max_batch = limits.max_batch;
  known.no_wait_ops = limits.no_wait_ops;
  std::memcpy(static_cast<void*>(to), &known,
              std::min<std::size_t>(to->struct_size, sizeof(known)));
}

template <class Backend>
Status open(const movie_open* how, movie_store** store, movie_limits* limits,
            movie_error* error) noexcept {
  return guarded(error, [&] {
    require(how != nullptr, "how");
    require(store != nullptr, "store");
    require(limits != nullptr, "limits");
    auto backend = std::make_unique<Backend>(Open(sized(how)));
    fill(limits, backend->limits());
    *store = static_cast<movie_store*>(static_cast<void*>(backend.release()));
  });
}

template <class Backend>
void close(movie_store* store) noexcept {
  delete backend_of<Backend>(store);
}

template <class Backend>
Status session_open(movie_store* store, std::uint32_t writer, movie_session** session,
                    movie_error* error) noexcept {
  return guarded(error, [&] {
    require(store != nullptr, "store");
    require(session != nullptr, "session");
    auto handle = std::make_unique<SessionHandle>(backend_of<Backend>(store)->session(writer != 0));
    *session = static_cast<movie_session*>(static_cast<void*>(handle.release()));
  });
}

inline void session_close(movie_session* session) noexcept { delete handle_of(session); }

inline bool well_formed(const movie_call& call) noexcept {
  if (call.n_ops != 0 && call.ops == nullptr) return false;
  for (std::uint64_t at = 0; at < call.n_ops; ++at) {
    if (call.ops[at] == nullptr) return false;
    const movie_op op = sized(call.ops[at]);
    if (op.result == nullptr || op.result->struct_size < offsetof(movie_result, native))
      return false;
  }
  return true;
}

/// An exception out of an overridden execute: the operations that have no outcome yet share it.
inline Status end_unset(const Call& call, Status status, std::string_view message,
                        std::uint32_t native = 0) noexcept {
  for (std::size_t at = 0; at < call.size(); ++at) {
    Operation op = call[at];
    if (op.status() == MOVIE_UNSET) op.finish(status, message, native);
  }
  return status;
}

template <std::uint64_t capabilities>
Status execute(movie_session* session, const movie_call* raw) noexcept {
  if (session == nullptr || raw == nullptr) return MOVIE_INVALID;
  const movie_call known = sized(raw);
  if (!well_formed(known)) return MOVIE_INVALID;
  if ((known.require & ~MOVIE_NO_WAIT) != 0) return MOVIE_UNSUPPORTED;
  const Call call(known, capabilities);
  try {
    (*handle_of(session))->execute(call);
    return MOVIE_OK;
  } catch (const Failure& failure) {
    return end_unset(call, failure.status(), failure.what(), failure.native());
  } catch (const std::exception& error) {
    return end_unset(call, MOVIE_INTERNAL, error.what());
  } catch (...) {
    return end_unset(call, MOVIE_INTERNAL, "an exception that is no std::exception");
  }
}

template <class Backend>
Status migrate(movie_store* store, const movie_migration* how, movie_error* error) noexcept {
  return guarded(error, [&] {
    require(store != nullptr, "store");
    require(how != nullptr, "how");
    backend_of<Backend>(store)->migrate(Migration(sized(how)));
  });
}

using Migrate = Status (*)(movie_store*, const movie_migration*, movie_error*);
template <class Backend, class = void>
struct MigrateOf {
  static constexpr Migrate kFunction = nullptr;
};
template <class Backend>
struct MigrateOf<Backend, std::void_t<decltype(&Backend::migrate)>> {
  static constexpr Migrate kFunction = &migrate<Backend>;
};

/// Figures that cannot be told are left out: nothing hangs on them.
template <class Backend>
void figures(movie_store* store, void (*report)(void*, const movie_figure*), void* ctx) noexcept {
  try {
    if (store != nullptr && report != nullptr)
      backend_of<Backend>(store)->figures(Figures(report, ctx));
  } catch (...) {
    return;
  }
}

using TellFigures = void (*)(movie_store*, void (*)(void*, const movie_figure*), void*);
template <class Backend, class = void>
struct FiguresOf {
  static constexpr TellFigures kFunction = nullptr;
};
template <class Backend>
struct FiguresOf<Backend, std::void_t<decltype(&Backend::figures)>> {
  static constexpr TellFigures kFunction = &figures<Backend>;
};

template <class Backend, std::uint64_t capabilities>
constexpr movie_plugin table(const char* name, const char* version) noexcept {
  static_assert(std::is_base_of_v<Store, Backend>, "a backend derives from movie::sdk::Store");
  return {MOVIE_ABI_MAJOR,
          MOVIE_ABI_MINOR,
          sizeof(movie_plugin),
          0u,
          name,
          version,
          capabilities,
          &open<Backend>,
          &close<Backend>,
          &session_open<Backend>,
          &session_close,
          &execute<capabilities>,
          MigrateOf<Backend>::kFunction,
          FiguresOf<Backend>::kFunction};
}

}  // namespace movie::sdk::detail
