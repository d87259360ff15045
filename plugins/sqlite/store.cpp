#include "store.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <system_error>

#include "schema.hpp"
#include "session.hpp"

namespace movie::sqlite {
namespace {

using namespace std::chrono_literals;

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

void be_utf8(Connection& connection, const std::string& name) {
  const std::string encoding = connection.scalar("PRAGMA encoding");
  if (encoding == "UTF-8") return;
  throw sdk::Failure(MOVIE_UNSUPPORTED,
                     name + " holds its text as " + encoding +
                         ", but only UTF-8 is served: make a new file from its dump (sqlite3 " +
                         name + " .dump | sqlite3 NEW)");
}

/// Another program may hold the file just now; SQLite does not wait for it here by itself.
void be_write_ahead(Connection& connection, const std::string& name) {
  if (connection.scalar("PRAGMA journal_mode") == "wal") return;
  for (int attempt = 0;; ++attempt) {
    try {
      const std::string mode = connection.scalar("PRAGMA journal_mode=WAL");
      if (mode == "wal") return;
      throw sdk::Failure(MOVIE_UNSUPPORTED, name + " cannot have a write-ahead log (journal mode " +
                                                mode + "): keep it on a local file system");
    } catch (const sdk::Failure& failure) {
      if (failure.status() != MOVIE_BUSY || !connection.wait(attempt)) throw;
    }
  }
}

}  // namespace

Store::Store(const sdk::Open& how)
    : location_(parse_url(how.url())), log_(how.log()), echo_(how.option("echo") == "1") {
  if (!location_.ignored.empty()) {
    log_(MOVIE_LOG_WARNING,
         "sqlite: parameters of the URL without effect here: " + joined(location_.ignored));
  }
  const Patience patience{how.deadline()};
  if (location_.in_memory()) {
    created_ = true;
    shared_ =
        std::make_shared<Connection>(location_, log_, echo_, Connection::Missing::create, patience);
    return;
  }
  make_folder();
  check_file();
  try {
    checkpointer_.emplace(open_file(patience), log_);
  } catch (const sdk::Failure& failure) {
    // Whoever holds the file lets go of it some time; nothing else mends itself.
    const bool mends = failure.status() == MOVIE_BUSY || failure.status() == MOVIE_TIMEOUT;
    throw sdk::Failure(mends ? MOVIE_UNAVAILABLE : failure.status(), failure.what(),
                       failure.native());
  }
}

void Store::make_folder() const {
  std::error_code error;
  const std::filesystem::path folder = location_.file.parent_path();
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw sdk::Failure(MOVIE_FULL,
                       "cannot make the folder " + folder.string() + ": " + error.message());
  }
}

// SQLite's own messages for these do not say what to do.
void Store::check_file() const {
  if (std::filesystem::is_directory(location_.file)) {
    throw sdk::Failure(MOVIE_INVALID, location_.name() + " is a folder: name a file in it");
  }
  for (const auto& path : {location_.file.parent_path(), location_.file}) {
    if (::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0 || errno == ENOENT) continue;
    throw sdk::Failure(MOVIE_FULL, "this user cannot write " + path.string() + ": " +
                                       std::generic_category().message(errno) +
                                       "; the file and its folder must be writable");
  }
}

std::unique_ptr<Connection> Store::open_file(Patience patience) {
  const std::string name = location_.name();
  auto connection =
      std::make_unique<Connection>(location_, log_, echo_, Connection::Missing::create, patience);
  be_utf8(*connection, name);
  be_write_ahead(*connection, name);
  // Made by this or at the same moment by another process: either way nobody has put anything into
  // it.
  created_ = connection->scalar("SELECT count(*) FROM sqlite_schema") == "0";
  return connection;
}

sdk::Limits Store::limits() const {
  sdk::Limits limits;
  limits.max_sessions = location_.in_memory() ? 1 : 0;
  limits.max_writers = 1;
  limits.no_wait_ops = 1u << MOVIE_OP_GET | 1u << MOVIE_OP_LIST;
  limits.created = created_;
  return limits;
}

std::shared_ptr<sdk::Session> Store::session(bool writer) {
  return std::make_shared<Session>(*this, writer);
}

void Store::migrate(const sdk::Migration& how) {
  const Patience patience{how.deadline()};
  const auto connection = connect(false, patience);
  const auto lock = share(patience);
  Schema schema(*connection, log_);
  sql::migrate(sql::history(), schema, how);
}

void Store::figures(const sdk::Figures& figures) const {
  if (location_.in_memory()) return;
  const auto tell = [&](const char* name, const std::string& file) {
    std::error_code error;
    const std::uintmax_t bytes = std::filesystem::file_size(file, error);
    if (!error) figures.gauge(name, static_cast<std::int64_t>(bytes));
  };
  tell("database_bytes", location_.file.string());
  tell("write_ahead_log_bytes", location_.file.string() + "-wal");
}

std::shared_ptr<Connection> Store::connect(bool writer, Patience patience) {
  if (shared_ != nullptr) return shared_;
  auto connection =
      std::make_shared<Connection>(location_, log_, echo_, Connection::Missing::refuse, patience);
  if (writer) checkpointer_->watch(*connection);
  return connection;
}

std::unique_lock<std::mutex> Store::share(Patience patience) {
  if (shared_ == nullptr) return {};
  std::unique_lock lock(sharing_, std::defer_lock);
  for (int attempt = 0; !lock.try_lock(); ++attempt) {
    if (patience.pause(attempt)) continue;
    throw sdk::Failure(patience.no_wait ? MOVIE_AGAIN : MOVIE_TIMEOUT,
                       "another thread uses the database in memory");
  }
  shared_->be_patient(patience);
  return lock;
}

Turns::Turn Store::writers_turn(const Patience& patience) {
  return checkpointer_ ? checkpointer_->turns().for_writer(patience.deadline) : Turns::Turn();
}

bool Store::writing_works() const {
  if (writing_) return true;
  const auto last = last_commit_.load();
  return last != sdk::Clock::time_point::min() && sdk::Clock::now() - last < 1s;
}

void Store::check_room() const {
  if (location_.in_memory()) return;
  struct statvfs disk {};
  if (::statvfs(location_.file.c_str(), &disk) != 0) {
    throw sdk::Failure(MOVIE_UNAVAILABLE,
                       location_.name() + ": " + std::generic_category().message(errno));
  }
  if ((disk.f_flag & ST_RDONLY) != 0) {
    throw sdk::Failure(MOVIE_FULL, location_.name() + " is on a read-only file system");
  }
  if (disk.f_bavail == 0) throw sdk::Failure(MOVIE_FULL, location_.name() + ": the disk is full");
}

}  // namespace movie::sqlite
