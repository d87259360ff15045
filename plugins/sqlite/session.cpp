#include "session.hpp"

#include <algorithm>

#include "query.hpp"
#include "schema.hpp"
#include "store.hpp"

namespace movie::sqlite {
namespace {

using namespace std::chrono_literals;
constexpr auto kPatienceToOpen = 10s;

/// Undoes what has not been committed.
struct RollbackAtEnd {
  Connection& connection;
  ~RollbackAtEnd() { connection.rollback(); }
};

}  // namespace

Session::Session(Store& store, bool writer)
    : store_(store),
      writer_(writer),
      connection_(store.connect(writer, {sdk::Clock::now() + kPatienceToOpen})) {}

void Session::execute(const sdk::Call& call) {
  const Patience patience{call.deadline(), call.no_wait()};
  const auto shared = store_.share(patience);
  prepare(patience);
  reads_.clear();
  writes_.clear();
  for (std::size_t at = 0; at < call.size(); ++at) {
    const sdk::Operation op = call[at];
    (op.writes() ? writes_ : reads_).push_back(op);
  }
  read();
  if (!writes_.empty()) write();
}

void Session::prepare(Patience patience) {
  if (connection_->broken()) {
    connection_ = store_.connect(writer_, patience);
    positions_ = {};  // its states are not the old connection's
  }
  connection_->be_patient(patience);
  if (connection_->schema_checked) return;
  const std::string obstacle = sql::obstacle(sql::history(), Schema(*connection_).applied());
  if (!obstacle.empty()) throw sdk::Failure(MOVIE_UNAVAILABLE, obstacle);
  connection_->schema_checked = true;
}

void Session::step(const char* statement) {
  Query(*connection_, connection_->kept(statement)).step();
}

void Session::read() {
  // A transaction's two locks on the file cost more than a row.
  const bool together = reads_.size() > 1 && std::ranges::none_of(reads_, [](const auto& op) {
                          return op.code() == MOVIE_OP_PING;
                        });
  const RollbackAtEnd end{*connection_};
  if (together) step("BEGIN");
  for (sdk::Operation& op : reads_) run(op);
}

void Session::write() {
  if (!writer_ || connection_->patience().no_wait) {
    for (sdk::Operation& op : writes_) {
      const sdk::Status refused = op.refusal();
      op.finish(refused != MOVIE_OK ? refused : writer_ ? MOVIE_AGAIN : MOVIE_INVALID);
    }
    return;
  }
  try {
    const auto turn = store_.writers_turn(connection_->patience());
    const RollbackAtEnd undo{*connection_};
    write_together();
  } catch (const sdk::Failure& failure) {
    fail_writes(failure.status(), failure.what(), failure.native());
  } catch (...) {  // no memory; whether before or after the commit is not known
    fail_writes(MOVIE_UNKNOWN, {}, 0);
  }
}

void Session::write_together() {
  begin_writing();
  const Store::Writing writing(store_);
  for (sdk::Operation& op : writes_) {
    run(op);
    if (connection_->spoiled()) throw sdk::Failure(*connection_->spoiled());
    if (!connection_->in_transaction() || op.status() == MOVIE_INTERNAL) {
      throw sdk::Failure(MOVIE_UNAVAILABLE, "undone, for an operation of the same batch failed");
    }
  }
  const bool done = std::ranges::any_of(
      writes_, [](const sdk::Operation& op) { return op.status() == MOVIE_OK; });
  if (!done) return;
  connection_->commit();
  store_.committed();
}

void Session::fail_writes(sdk::Status as, std::string_view message, std::uint32_t native) noexcept {
  for (sdk::Operation& op : writes_) {
    const sdk::Status status = op.status();
    // Not found, or films found, may have been so only because of what was undone.
    if (status == MOVIE_OK || status == MOVIE_UNSET || status == MOVIE_NOT_FOUND ||
        status == MOVIE_EXISTS || status == MOVIE_CONFLICT) {
      op.finish(as, message, native);
    }
  }
}

void Session::begin_writing() {
  connection_->forgive();
  step("BEGIN IMMEDIATE");
  if (connection_->file_is_gone()) {
    throw sdk::Failure(MOVIE_UNAVAILABLE,
                       "the database file was moved or deleted: start the program again");
  }
}

}  // namespace movie::sqlite
