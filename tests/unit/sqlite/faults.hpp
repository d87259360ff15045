#pragma once

#include <atomic>

namespace movie::test {

/// Result codes that SQLite gets from the file system instead of the work being done; 0: none. In
/// force for all files of this process once faults() has been called.
struct Faults {
  std::atomic<int> log_write{0};  ///< of the write-ahead log
  std::atomic<int> log_sync{0};
  std::atomic<int> file_read{0};  ///< of the database file
};

Faults& faults();

}  // namespace movie::test
