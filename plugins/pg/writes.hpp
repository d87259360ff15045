#pragma once

#include <span>
#include <vector>

#include "lane.hpp"
#include "link.hpp"

namespace movie::pg {

/// What a call writes. Sent as one group; if that fails, each operation runs alone, once; if its
/// answer is lost, what became of it is asked, and what was certainly not done is done once more.
class Writes {
 public:
  Writes(Link& link, Lane& lane, Clock::time_point deadline)
      : link_(link), lane_(lane), deadline_(deadline), whole_() {}

  sdk::Status create(const sdk::Row& row, sdk::Operation& op);
  sdk::Status update(std::int64_t id, const sdk::Row& row, std::uint64_t fields,
                     sdk::Operation& op);
  sdk::Status remove(std::int64_t id, sdk::Operation& op);
  sdk::Status set_key(std::int64_t id, const sdk::Row& row, sdk::Operation& op);
  sdk::Status key_version(std::int64_t version, sdk::Operation& op);

  [[nodiscard]] bool empty() const { return tasks_.empty(); }
  /// To be sent on the lane's connection; then conclude() with the fault that the link ended with.
  Group& group();
  void conclude(const Fault& lost);
  /// Ends every operation: certainly not done.
  void refuse(const Fault& fault);

 private:
  struct Task {
    sdk::Operation* op;
    Step step;
  };
  /// Tasks that share a fate, creates first. Step 0 of the group is the mark; several creates
  /// without a key share a step; each other task has one of its own. Memos are swept last.
  struct Batch {
    Group group{true};
    std::vector<Task*> tasks;
    std::size_t once = 0;              ///< creates with a key, a step each
    std::size_t creates_together = 0;  ///< behind them
  };

  void stage(sdk::Operation& op, const Statement& statement, std::array<Param, kMostParams> params);
  static bool expect(const sdk::Operation& op, std::array<Param, kMostParams>& params);
  static bool as_expected(const Task& task, const PGresult* result);
  void build(Batch& batch);
  static Step create_all(std::span<Task* const> creates);
  void conclude(Batch& batch, const Fault& lost, bool again);
  void each_alone();
  void lost(std::span<Batch> batches, const Fault& fault);
  void lost(Batch& batch, const Fault& fault, const std::optional<LastMark>& mark);
  void recover(Batch& batch, const LastMark& mark, const Fault& fault);
  static bool is_once(const Task& task);
  sdk::Status create_once(const sdk::Row& row, const sdk::Memo& memo, sdk::Operation& op);
  static void forget(Group& group, const sdk::Memo& memo, std::size_t created);
  void deliver_once(Task& task, const PGresult* result);
  void created_once(sdk::Operation& op, const PGresult* result);
  void deliver(Batch& batch);
  void deliver_creates(std::span<Task* const> creates, const PGresult* result);
  void deliver(Task& task, const PGresult* result);
  void created(sdk::Operation& op, const sdk::Row& row);
  void mend(Task& task);

  Link& link_;
  Lane& lane_;
  Clock::time_point deadline_;
  std::vector<Task> tasks_;
  Batch whole_;
};

}  // namespace movie::pg
