#include "connection.hpp"

#include "status.hpp"

namespace movie::sqlite {
namespace {

// How many of its virtual machine's steps SQLite takes between two looks at the clock: some 50
// microseconds.
constexpr int kStepsPerLook = 1000;

constexpr int kAttemptsToTell = 10'000;  // some 5 seconds

int on_busy(void* connection, int attempt) {
  return static_cast<Connection*>(connection)->wait(attempt) ? 1 : 0;
}

int on_progress(void* connection) {
  return sdk::passed(static_cast<Connection*>(connection)->patience().deadline) ? 1 : 0;
}

/// Logs the text of a statement, which holds no values, on one line.
int on_statement(unsigned, void* log, void*, void* text) {
  std::string line = "sqlite: ";
  for (const char* at = static_cast<const char*>(text); *at != '\0'; ++at) {
    const bool space = static_cast<unsigned char>(*at) <= ' ';
    if (!space || line.back() != ' ') line += space ? ' ' : *at;
  }
  (*static_cast<const sdk::Log*>(log))(MOVIE_LOG_INFO, line);
  return 0;
}

}  // namespace

Connection::Connection(const Location& location, const sdk::Log& log, bool echo, Missing missing,
                       Patience patience)
    : name_(location.name()), log_(log), patience_(patience) {
  // What is in memory is one connection for all threads; statements may be finalized while another
  // uses it.
  const int threads = location.in_memory() ? SQLITE_OPEN_FULLMUTEX : SQLITE_OPEN_NOMUTEX;
  const int create = missing == Missing::create ? SQLITE_OPEN_CREATE : 0;
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(name_.c_str(), &opened,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | threads | create, nullptr);
  database_.reset(opened);
  if (code != SQLITE_OK) {
    throw sdk::Failure(status_of(code), "cannot open " + name_ + ": " + reason(opened, code),
                       static_cast<std::uint32_t>(code));
  }
  configure(echo);
}

void Connection::configure(bool echo) {
  sqlite3_busy_handler(handle(), on_busy, this);
  sqlite3_progress_handler(handle(), kStepsPerLook, on_progress, this);
  if (echo) sqlite3_trace_v2(handle(), SQLITE_TRACE_STMT, on_statement, &log_);
  // FULL: a commit is on the disk before it is told of. Checkpoints are the Checkpointer's.
  // Debian's SQLite overwrites what is deleted with zeros unless told otherwise, which makes CLEAR
  // write every page of the file.
  execute(
      "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=OFF; "
      "PRAGMA cache_size=-8000; PRAGMA journal_size_limit=33554432");
}

bool Connection::wait(int attempt) {
  if (attempt == kAttemptsToTell) {
    log_(MOVIE_LOG_WARNING, "sqlite: waiting for another program that holds " + name_);
  }
  return patience_.pause(attempt);
}

unsigned Connection::state() const {
  unsigned version = 0;
  sqlite3_file_control(handle(), "main", SQLITE_FCNTL_DATA_VERSION, &version);
  return version;
}

bool Connection::file_is_gone() const {
  int moved = 0;
  return sqlite3_file_control(handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK &&
         moved != 0;
}

void Connection::execute(const char* statements) {
  const int code = sqlite3_exec(handle(), statements, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw failure(code);
}

std::string Connection::scalar(const char* statement) {
  const StatementHandle prepared = prepare(statement);
  const int code = sqlite3_step(prepared.get());
  if (code == SQLITE_DONE) return {};
  if (code != SQLITE_ROW) throw failure(code);
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared.get(), 0));
  return text == nullptr ? std::string() : std::string(text);
}

int Connection::finish(const char* statements) noexcept {
  sqlite3_progress_handler(handle(), 0, nullptr, nullptr);
  const int code = sqlite3_exec(handle(), statements, nullptr, nullptr, nullptr);
  sqlite3_progress_handler(handle(), kStepsPerLook, on_progress, this);
  return code;
}

void Connection::commit() {
  const int code = finish("COMMIT");
  if (code == SQLITE_OK) return;
  const sdk::Failure why = failure(code);
  rollback();
  const int primary = code & 0xFF;
  // These come before the log holds the frame that makes the transaction count. After any other, a
  // crash and the recovery after it might bring the transaction back.
  const bool undone =
      primary == SQLITE_FULL || primary == SQLITE_BUSY || primary == SQLITE_CONSTRAINT;
  if (undone) throw why;
  broken_ = true;
  throw sdk::Failure(MOVIE_UNKNOWN, std::string("the commit may have been done: ") + why.what(),
                     why.native());
}

void Connection::rollback() noexcept {
  if (in_transaction() && finish("ROLLBACK") != SQLITE_OK) broken_ = true;
}

void Connection::rollback_to_savepoint() noexcept {
  if (!in_transaction()) return;
  const int code = finish("ROLLBACK TO op; RELEASE op");
  if (code != SQLITE_OK) spoiled_ = failure(code);
}

StatementHandle Connection::prepare(std::string_view statement, unsigned flags) {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(
      handle(), statement.data(), static_cast<int>(statement.size()), flags, &prepared, nullptr);
  if (code != SQLITE_OK) throw failure(code);
  return StatementHandle(prepared);
}

sqlite3_stmt* Connection::kept(const char* statement) {
  StatementHandle& handle = kept_[statement];
  if (handle == nullptr) handle = prepare(statement, SQLITE_PREPARE_PERSISTENT);
  return handle.get();
}

sdk::Failure Connection::failure(int code) {
  const int primary = code & 0xFF;
  if (primary == SQLITE_ERROR || primary == SQLITE_SCHEMA) schema_checked = false;
  // SQLite opens for reading only what it cannot open for writing, if only for a moment's want of
  // descriptors.
  if (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN || primary == SQLITE_CORRUPT ||
      primary == SQLITE_NOTADB || primary == SQLITE_READONLY) {
    broken_ = true;
  }
  const bool waits = status_of(code) == MOVIE_BUSY && patience_.no_wait;
  const sdk::Failure failure(waits ? MOVIE_AGAIN : status_of(code),
                             name_ + ": " + reason(handle(), code),
                             static_cast<std::uint32_t>(code));
  if (primary != SQLITE_CONSTRAINT) spoiled_ = failure;
  return failure;
}

}  // namespace movie::sqlite
