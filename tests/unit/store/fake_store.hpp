#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "movie/store.h"
#include "store/store.hpp"

namespace movie::test {

/// A plug-in inside the test, of the core profile unless told otherwise, that misbehaves on
/// request.
class FakeStore {
 public:
  FakeStore();

  std::uint64_t capabilities = 0;
  movie_limits limits{};
  /// Instead of the ordinary work, for each operation; the return value is its status, MOVIE_UNSET
  /// leaves it unset.
  std::function<std::int32_t(const movie_call&, const movie_op&)> on_op;
  /// Instead of everything, for a call.
  std::function<std::int32_t(bool writer, const movie_call&)> on_call;
  std::function<std::int32_t(movie_error*)> on_open;
  std::function<std::int32_t(movie_error*)> on_session;
  std::function<std::int32_t(const movie_migration&, movie_error*)>
      on_migrate;  ///< none: no migrations
  std::function<void(void (*)(void*, const movie_figure*), void*)>
      on_figures;  ///< none: tells none

  int sessions = 0, most_sessions = 0,
      writers = 0;  ///< open now, at most, and writers among those ever opened
  int closed = 0;   ///< stores
  const movie_host* host = nullptr;
  std::map<std::string, std::string> options;

  /// What the ordinary work does with one operation.
  std::int32_t work(const movie_op& op);

  [[nodiscard]] const store::Plugin& plugin();
  std::unique_ptr<store::Store> open();

  struct Table;

 private:
  friend struct Table;
  struct Row {
    std::string title;
    std::int32_t year;
    std::string genre;
  };
  std::int32_t emit(const movie_op& op, std::int64_t id);
  std::int32_t list(const movie_op& op);
  void fill(Row& row, const movie_op& op, std::uint64_t fields);

  std::mutex mutex_;
  std::map<std::int64_t, Row> rows_;
  std::int64_t next_id_ = 1;
  std::deque<movie_plugin> tables_;  // one for each time it was opened
  store::Plugin plugin_;
};

}  // namespace movie::test
