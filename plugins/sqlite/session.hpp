#pragma once

#include <memory>
#include <movie/plugin.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connection.hpp"
#include "positions.hpp"

namespace movie::sqlite {

class Query;
class Store;

/// One thread's way into a store. The reads of a call share a read transaction, its writes one
/// transaction that is committed once, for all of them.
class Session final : public sdk::Session {
 public:
  Session(Store& store, bool writer);

  void execute(const sdk::Call& call) override;

  sdk::Status get(std::int64_t id, sdk::Operation& op) override;
  sdk::Status list(const sdk::Query& query, sdk::Operation& op) override;
  sdk::Status ping(sdk::Operation& op) override;

  sdk::Status create(const sdk::Row& row, sdk::Operation& op) override;
  sdk::Status update(std::int64_t id, const sdk::Row& row, std::uint64_t fields,
                     sdk::Operation& op) override;
  sdk::Status remove(std::int64_t id, sdk::Operation& op) override;
  sdk::Status create_many(sdk::Operation& op) override;
  sdk::Status clear(sdk::Operation& op) override;
  sdk::Status next_id(std::int64_t id, sdk::Operation& op) override;

  sdk::Status unkeyed(const sdk::Query& query, sdk::Operation& op) override;
  sdk::Status set_key(std::int64_t id, const sdk::Row& row, sdk::Operation& op) override;
  sdk::Status key_version(std::int64_t version, sdk::Operation& op) override;

 private:
  /// Makes the connection usable for this call; throws sdk::Failure, and then nothing of the call
  /// was done.
  void prepare(Patience patience);
  void read();
  void write();
  void write_together();
  /// No write of the call counts: each that has no failure of its own ends like this.
  void fail_writes(sdk::Status as, std::string_view message, std::uint32_t native) noexcept;
  void begin_writing();
  void step(const char* statement);

  sdk::Status list_plain(const sdk::Query& wanted, sdk::Operation& op);
  sdk::Status list_page(const sdk::Query& wanted, sdk::Operation& op);
  void emit_all(Query& query, sdk::Operation& op);
  [[nodiscard]] sdk::Row row_of(const Query& query);
  sdk::Status compare(std::int64_t id, sdk::Operation& op);
  std::int64_t insert(const sdk::Row& row);
  bool insert_kept(const sdk::Row& row);
  sdk::Status create_once(const sdk::Row& row, const sdk::Memo& memo, sdk::Operation& op);
  std::optional<sdk::Status> recall(const sdk::Memo& memo, sdk::Operation& op);

  Store& store_;
  bool writer_;
  std::shared_ptr<Connection> connection_;
  Positions positions_;
  std::vector<sdk::Operation> reads_, writes_;  ///< of the call at hand
  std::string title_, genre_;                   ///< where text that had to be mended is kept
};

}  // namespace movie::sqlite
