#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "checkpointer.hpp"
#include "connection.hpp"
#include "location.hpp"

namespace movie::sqlite {

/// An SQLite file, or a database in memory, as a store of films. In a file every session has a
/// connection of its own: readers neither wait for the writer nor it for them. In memory they share
/// one, and take turns.
class Store final : public sdk::Store {
 public:
  /// Throws sdk::Failure; UNAVAILABLE where trying again may help.
  explicit Store(const sdk::Open& how);

  sdk::Limits limits() const override;
  std::shared_ptr<sdk::Session> session(bool writer) override;
  void migrate(const sdk::Migration& how);
  void figures(const sdk::Figures& figures) const;

  /// A connection of the caller's own, or, in memory, the only one.
  [[nodiscard]] std::shared_ptr<Connection> connect(bool writer, Patience patience);
  /// In memory: the right to use the one connection, for a migration may come meanwhile. Throws
  /// sdk::Failure when patience ends first.
  [[nodiscard]] std::unique_lock<std::mutex> share(Patience patience);
  /// What a writer holds during a transaction. Throws sdk::Failure when patience ends first.
  [[nodiscard]] Turns::Turn writers_turn(const Patience& patience);

  void committed() { last_commit_ = sdk::Clock::now(); }
  /// What the store's own writer says of itself while its transaction has the lock on the file.
  class Writing {
   public:
    explicit Writing(Store& store) : store_(store) { store_.writing_ = true; }
    ~Writing() { store_.writing_ = false; }
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;

   private:
    Store& store_;
  };
  /// The store's own writer shows that writing works, or has shown it within the last second.
  [[nodiscard]] bool writing_works() const;
  /// Throws sdk::Failure where the disk is full or read-only.
  void check_room() const;

 private:
  void make_folder() const;
  void check_file() const;
  /// Refuses what is no database of ours, and sees that it has a write-ahead log.
  std::unique_ptr<Connection> open_file(Patience patience);

  Location location_;
  sdk::Log log_;
  bool echo_;
  bool created_ = false;
  std::mutex sharing_;
  std::shared_ptr<Connection> shared_;        ///< in memory only
  std::optional<Checkpointer> checkpointer_;  ///< in a file only
  std::atomic<bool> writing_{false};
  std::atomic<sdk::Clock::time_point> last_commit_{sdk::Clock::time_point::min()};
};

}  // namespace movie::sqlite
