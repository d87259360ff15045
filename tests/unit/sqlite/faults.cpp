#include "faults.hpp"

#include <sqlite3.h>

namespace movie::test {
namespace {

/// The methods of one kind of file, those of the file system and ours on top. Every file of the
/// kind shares them, so that it needs nothing of its own.
struct Kind {
  const sqlite3_io_methods* below = nullptr;
  sqlite3_io_methods ours{};
};

Faults the_faults;
sqlite3_vfs* below = nullptr;
Kind log, database;

int write_log(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
  const int code = the_faults.log_write;
  return code != 0 ? code : log.below->xWrite(file, data, size, at);
}
int sync_log(sqlite3_file* file, int flags) {
  const int code = the_faults.log_sync;
  return code != 0 ? code : log.below->xSync(file, flags);
}
int read_file(sqlite3_file* file, void* data, int size, sqlite3_int64 at) {
  const int code = the_faults.file_read;
  return code != 0 ? code : database.below->xRead(file, data, size, at);
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int code = below->xOpen(below, name, file, flags, out_flags);
  const bool is_log = (flags & SQLITE_OPEN_WAL) != 0;
  if (code != SQLITE_OK || (!is_log && (flags & SQLITE_OPEN_MAIN_DB) == 0)) return code;
  Kind& kind = is_log ? log : database;
  if (kind.below == nullptr) {
    kind.below = file->pMethods;
    kind.ours = *kind.below;
    if (is_log) kind.ours.xWrite = write_log;
    if (is_log) kind.ours.xSync = sync_log;
    if (!is_log) kind.ours.xRead = read_file;
  }
  file->pMethods = &kind.ours;
  return code;
}

}  // namespace

Faults& faults() {
  static sqlite3_vfs faulty;
  if (below == nullptr) {
    below = sqlite3_vfs_find(nullptr);
    faulty = *below;
    faulty.zName = "faulty";
    faulty.xOpen = open;
    sqlite3_vfs_register(&faulty, 1);
  }
  return the_faults;
}

}  // namespace movie::test
