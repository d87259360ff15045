#pragma once

#include <movie/store.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>
#include <thread>

#include "store/plugin.hpp"
#include "store/store.hpp"

namespace movie::test {

/// What the next operations of a ScriptedStore end with.
struct Script {
  std::int32_t status = MOVIE_OK;
  int rows = 1;              ///< emitted by each operation that may emit; of a list, in all
  int good = 0;              ///< operations that end well before the first with `status`
  bool inline_calls = true;  ///< false: everything is queued
  std::int64_t count = 0;
  std::uint64_t capabilities = MOVIE_FILTER | MOVIE_MEMO;
};

/// A store in this process whose answers a test writes. One at a time.
class ScriptedStore {
 public:
  explicit ScriptedStore(Script script) {
    script_ = script;
    good_ = script.good;
    plugin_.facts.name = "scripted";
    plugin_.facts.capabilities = script.capabilities;
    created_ = 0;
    plugin_.table = &kTable;
    store_ = store::Store::open(plugin_, {});
  }
  [[nodiscard]] store::Store& store() { return *store_; }
  /// How many rows CREATE_MANY has taken.
  [[nodiscard]] static int created() { return created_; }
  /// While held, CREATE_MANY does not go on.
  static void hold(bool held) { held_ = held; }

 private:
  static int32_t open(const movie_open*, movie_store** store, movie_limits* limits, movie_error*) {
    *store = reinterpret_cast<movie_store*>(&script_);
    limits->no_wait_ops = script_.inline_calls ? UINT64_MAX : 0;
    return MOVIE_OK;
  }
  static void close(movie_store*) {}
  static int32_t session_open(movie_store* store, uint32_t, movie_session** session, movie_error*) {
    *session = reinterpret_cast<movie_session*>(store);
    return MOVIE_OK;
  }
  static void session_close(movie_session*) {}
  static void figures(movie_store*, void (*report)(void*, const movie_figure*), void* ctx) {
    const movie_figure films{sizeof(movie_figure), MOVIE_GAUGE, {"films", 5}, 7};
    report(ctx, &films);
  }
  static int32_t execute(movie_session*, const movie_call* call) {
    for (uint64_t i = 0; i < call->n_ops; ++i) run(*call->ops[i]);
    return MOVIE_OK;
  }
  static void create_many(const movie_op& op) {
    const movie_row* taken = nullptr;
    int32_t more = 0;
    while (held_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    while ((more = op.next(op.ctx, &taken)) == 1) {
      movie_row row = *taken;
      row.id = 100 + ++created_;
      if (op.emit != nullptr) op.emit(op.ctx, &row);
    }
    op.result->count = created_;
    op.result->status = more < 0 ? MOVIE_INVALID : script_.status;
  }
  static void run(const movie_op& op) {
    if (op.code == MOVIE_OP_CREATE_MANY) return create_many(op);
    const std::string_view title = "Arrival", genre = "Drama";
    movie_row row{};
    row.struct_size = sizeof row;
    row.year = 2016;
    row.title = {title.data(), title.size()};
    row.genre = {genre.data(), genre.size()};
    const bool lists = op.code == MOVIE_OP_LIST;
    const int64_t before = lists ? op.query->after : 0;
    const uint64_t limit = lists ? op.query->limit : UINT64_MAX;
    for (uint64_t i = 0; op.emit != nullptr && i < limit; ++i) {
      const int64_t number = before + static_cast<int64_t>(i) + 1;
      if (number > script_.rows) break;
      row.id = lists || op.id == 0 ? number : op.id;
      if (op.emit(op.ctx, &row) != 0) break;
    }
    op.result->count = script_.count;
    op.result->status = good_-- > 0 ? MOVIE_OK : script_.status;
  }

  static inline Script script_;  ///< only read while a store is open: lanes run side by side
  static inline std::atomic<int> good_{0};
  static inline std::atomic<int> created_{0};
  static inline std::atomic<bool> held_{false};
  static constexpr movie_plugin kTable{.abi_major = MOVIE_ABI_MAJOR,
                                       .abi_minor = MOVIE_ABI_MINOR,
                                       .struct_size = sizeof(movie_plugin),
                                       .host_minor = 0,
                                       .name = "scripted",
                                       .version = "1",
                                       .capabilities = MOVIE_FILTER,
                                       .open = open,
                                       .close = close,
                                       .session_open = session_open,
                                       .session_close = session_close,
                                       .execute = execute,
                                       .migrate = nullptr,
                                       .figures = figures};
  store::Plugin plugin_;
  std::unique_ptr<store::Store> store_;
};

}  // namespace movie::test
