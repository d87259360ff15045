#include "checkpointer.hpp"

namespace movie::sqlite {
namespace {

using namespace std::chrono_literals;

constexpr int kPagesPerCheckpoint = 1000;  // 4 MB
// Where writers never pause, the log never is wholly moved and so never begins anew by itself: then
// they are made to.
constexpr int kPagesToStopWriters = 4 * kPagesPerCheckpoint;
// How long writers are made to wait for readers of the log's old pages.
constexpr auto kWaitForReaders = 10ms;

}  // namespace

Checkpointer::Checkpointer(std::unique_ptr<Connection> connection, const sdk::Log& log)
    : connection_(std::move(connection)), log_(log), wake_at_(kPagesPerCheckpoint) {
  thread_ = std::thread([this] { run(); });
}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Checkpointer::watch(Connection& writer) { sqlite3_wal_hook(writer.handle(), on_commit, this); }

int Checkpointer::on_commit(void* self, sqlite3*, const char*, int pages) {
  static_cast<Checkpointer*>(self)->log_has_grown(pages);
  return SQLITE_OK;
}

void Checkpointer::log_has_grown(int pages) {
  if (pages < pages_) wake_at_ = kPagesPerCheckpoint;  // it has begun anew
  pages_ = pages;
  if (pages < wake_at_) return;
  wake_at_ = pages + kPagesPerCheckpoint;
  {
    const std::lock_guard lock(mutex_);
    due_ = true;
  }
  changed_.notify_one();
}

void Checkpointer::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return due_ || ending_; });
    if (ending_) return;
    due_ = false;
    lock.unlock();
    checkpoint();
    lock.lock();
  }
}

void Checkpointer::checkpoint() {
  connection_->be_patient({sdk::Clock::time_point::min()});
  if (move_pages(SQLITE_CHECKPOINT_PASSIVE) < kPagesToStopWriters) return;
  const auto turn = turns_.for_checkpoint();
  connection_->be_patient({sdk::Clock::now() + kWaitForReaders});
  move_pages(SQLITE_CHECKPOINT_RESTART);
}

int Checkpointer::move_pages(int mode) {
  int in_log = 0;
  int moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(connection_->handle(), "main", mode, &in_log, &moved);
  // Busy: readers still need the rest, or another program is at it. The next time will do.
  if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) {
    log_(MOVIE_LOG_WARNING, std::string("sqlite: the log could not be moved into the file: ") +
                                connection_->failure(code).what());
  }
  return in_log;
}

}  // namespace movie::sqlite
