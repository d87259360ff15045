#pragma once

#include <movie/store.h>

#include <cstdint>
#include <memory>
#include <string_view>

#include "store/plugin.hpp"
#include "store/store.hpp"

namespace movie::test {

/// What the next operations of a ScriptedStore end with.
struct Script {
  std::int32_t status = MOVIE_OK;
  int rows = 1;              ///< emitted by each operation that may emit
  bool inline_calls = true;  ///< false: everything is queued
  std::int64_t count = 0;
  std::uint64_t capabilities = MOVIE_FILTER | MOVIE_MEMO;
};

/// A store in this process whose answers a test writes. One at a time.
class ScriptedStore {
 public:
  explicit ScriptedStore(Script script) {
    script_ = script;
    plugin_.facts.name = "scripted";
    plugin_.facts.capabilities = script.capabilities;
    plugin_.table = &kTable;
    store_ = store::Store::open(plugin_, {});
  }
  [[nodiscard]] store::Store& store() { return *store_; }

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
  static int32_t execute(movie_session*, const movie_call* call) {
    for (uint64_t i = 0; i < call->n_ops; ++i) run(*call->ops[i]);
    return MOVIE_OK;
  }
  static void run(const movie_op& op) {
    const std::string_view title = "Arrival", genre = "Drama";
    movie_row row{};
    row.struct_size = sizeof row;
    row.year = 2016;
    row.title = {title.data(), title.size()};
    row.genre = {genre.data(), genre.size()};
    for (int i = 0; op.emit != nullptr && i < script_.rows; ++i) {
      row.id = op.code == MOVIE_OP_LIST || op.id == 0 ? i + 1 : op.id;
      op.emit(op.ctx, &row);
    }
    op.result->count = script_.count;
    op.result->status = script_.status;
  }

  static inline Script script_;
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
                                       .interrupt = nullptr};
  store::Plugin plugin_;
  std::unique_ptr<store::Store> store_;
};

}  // namespace movie::test
