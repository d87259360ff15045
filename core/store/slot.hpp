#pragma once

#include <array>
#include <string>
#include <vector>

#include "movie/store.h"
#include "store/operation.hpp"
#include "store/row_door.hpp"

namespace movie::store {

/// Place for one operation in the contract's terms, used again and again. The plug-in is given
/// addresses within it, so it must not move.
class Slot {
 public:
  Slot() = default;
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  /// Fills the slot for `operation`, which must outlive conclude(). `keyed`: titles travel with
  /// their search keys.
  void ask(Operation& operation, bool keyed);
  [[nodiscard]] const movie_op* op() const { return &op_; }
  /// Sets the operation's outcome; `returned` is what execute returned. Nothing passes the slot's
  /// door afterwards.
  void conclude(std::int32_t returned, bool no_wait);
  /// The same when execute did not return properly.
  void abandon(const char* why);

 private:
  void ask_for_list(const Query& query);
  void ask_to_write(const MoviePatch& values, bool keyed);
  void ask_to_expect(const MovieDraft& film);
  void ask_to_remember(const Memo& memo);

  Operation* operation_ = nullptr;
  movie_op op_{};
  movie_row row_{}, expect_{};
  movie_memo memo_{};
  movie_query query_{};
  movie_result result_{};
  std::vector<movie_text> genres_, contains_;
  std::string title_key_;
  RowDoor door_;
  std::array<char, 512> message_{};
};

}  // namespace movie::store
