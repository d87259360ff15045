#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace movie::conformance::disk {

/// One step of what a process did to a file, as it stands in the ledger.
struct Step {
  enum Kind : std::uint64_t { path, change, synced, dropped };
  std::uint64_t kind, device, inode;
  std::int64_t offset, size_before, size_after;  ///< change
  std::uint64_t old_bytes,
      new_bytes;  ///< follow it: what stood there, what stands there; or a path
};

using Bytes = std::span<const char>;

/// What this process does to files, written down before it is done.
class Ledger {
 public:
  explicit Ledger(const std::filesystem::path& file);
  /// `content` at `offset`; a file that is only cut or made longer has none.
  void change(int fd, const struct stat& file, std::int64_t offset, Bytes content,
              std::int64_t size_after);
  void synced(const struct stat& file);
  /// A sync failed: what was not synced before never gets to the disk, though whoever reads it
  /// sees it, and later syncs succeed.
  void dropped(const struct stat& file);

 private:
  void name(int fd, const struct stat& file);
  void append(Step step, Bytes first, Bytes second);

  int fd_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> named_;
};

}  // namespace movie::conformance::disk
