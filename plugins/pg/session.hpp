#pragma once

#include <optional>
#include <vector>

#include "lane.hpp"
#include "link.hpp"
#include "reads.hpp"
#include "writes.hpp"

namespace movie::pg {

/// A connection and the lane on it. The verbs only stage their operation; execute() sends what they
/// staged.
class Session final : public sdk::Session {
 public:
  explicit Session(Server& server) : link_(server), lane_(link_) {}
  ~Session() override { lane_.leave(); }

  void execute(const sdk::Call& call) override;

  sdk::Status get(std::int64_t id, sdk::Operation& op) override { return reads_->get(id, op); }
  sdk::Status list(const sdk::Query& query, sdk::Operation& op) override;
  sdk::Status unkeyed(const sdk::Query& query, sdk::Operation& op) override {
    return reads_->unkeyed(query, op);
  }
  sdk::Status ping(sdk::Operation& op) override { return reads_->ping(op); }
  sdk::Status create(const sdk::Row& row, sdk::Operation& op) override {
    return writes_->create(row, op);
  }
  sdk::Status update(std::int64_t id, const sdk::Row& row, std::uint64_t fields,
                     sdk::Operation& op) override {
    return writes_->update(id, row, fields, op);
  }
  sdk::Status remove(std::int64_t id, sdk::Operation& op) override {
    return writes_->remove(id, op);
  }
  sdk::Status set_key(std::int64_t id, const sdk::Row& row, sdk::Operation& op) override {
    return writes_->set_key(id, row, op);
  }
  sdk::Status key_version(std::int64_t version, sdk::Operation& op) override {
    return writes_->key_version(version, op);
  }
  sdk::Status create_many(sdk::Operation& op) override;
  sdk::Status clear(sdk::Operation& op) override;
  sdk::Status next_id(std::int64_t id, sdk::Operation& op) override;

 private:
  void send(Clock::time_point deadline);
  void take_turns(Clock::time_point deadline);
  void run_apart(sdk::Operation& op);

  Link link_;
  Lane lane_;
  // Of the call that runs.
  std::optional<Reads> reads_;
  std::optional<Writes> writes_;
  std::vector<sdk::Operation*> far_;    ///< pages that share a walk of several turns
  std::vector<sdk::Operation*> apart_;  ///< each takes several turns, after all others
};

}  // namespace movie::pg
