#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>

#include "movie/store.h"
#include "store/operation.hpp"

namespace movie::store {

/// Stands where rows of one operation pass between plug-in and program. What a plug-in emits is
/// judged before it is believed: a row that is none is not passed on, and the operation cannot end
/// well any more. The field rules are not judged, since other programs write the same tables.
class RowDoor {
 public:
  /// For `operation`, until shut() is called; afterwards nothing passes any more. `keyed`: titles
  /// of create_many travel with their search keys.
  void open(const Operation& operation, bool keyed);
  void shut() { operation_ = nullptr; }

  /// movie_op.emit and movie_op.next.
  std::int32_t emit(const movie_row* row) noexcept;
  std::int32_t next(const movie_row** row) noexcept;

  /// ok unless something that must not be was seen: corrupt for a bad row, internal for anything
  /// else.
  [[nodiscard]] Status verdict() const { return from_elsewhere_ ? Status::internal : verdict_; }
  [[nodiscard]] std::string_view complaint() const;
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  /// The receiver wants no more.
  [[nodiscard]] bool has_enough() const { return enough_; }

 private:
  bool on_its_thread();
  bool judge(const movie_row& row);
  bool judge_listed(const movie_row& row);
  bool judge_created(const movie_row& row);
  bool object(Status verdict, std::string_view complaint);

  // A row from another thread is refused without a look at anything but these.
  std::atomic<std::thread::id> thread_{};
  std::atomic<bool> from_elsewhere_{false};
  const Operation* operation_ = nullptr;
  bool keyed_ = false;
  movie_row outgoing_{};
  std::string title_key_;               ///< of outgoing_
  std::uint64_t rows_ = 0, given_ = 0;  ///< emitted; taken by next
  std::int64_t last_id_ = 0;
  bool enough_ = false;
  Status verdict_ = Status::ok;
  std::string complaint_;
};

}  // namespace movie::store
