#pragma once

#include <cstdint>

#include "store/store.hpp"

namespace movie::tools {

/// Films on their way into a store that a server may be writing at the same time: in transactions
/// of some milliseconds, with a moment after each in which the store is free.
class Writer {
 public:
  explicit Writer(store::Store& store) : session_(store.session(true)) {}

  /// Creates all of `rows`, ending early (Interrupted) only between two transactions. With
  /// `if_empty`: exists, and nothing done, if the store has films already; two writers at once
  /// cannot both find it empty where the plug-in knows IF_EMPTY. Otherwise ok. Throws Failure; what
  /// was created before stays.
  Status write(store::RowSource& rows, bool if_empty = false);

  /// Creates all of `rows` with their own ids in one transaction: ok; or exists, and nothing done,
  /// if the store has films. Throws Failure, and then nothing was done either, unless it says so.
  Status restore(store::RowSource& rows);

  /// How many films are in the store by now through this writer.
  [[nodiscard]] std::int64_t created() const { return created_; }

 private:
  Status write_singly(store::RowSource& rows);
  bool store_is_empty();

  store::Session session_;
  std::int64_t created_ = 0;
};

}  // namespace movie::tools
