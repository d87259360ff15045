#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

/// What a machine does to files that a process cannot: it forgets what was not synced, and its
/// calls fail. This program defines the C library's calls that write, sync and open, so that a
/// plug-in that it loads goes through here without knowing. It sees what goes through the C
/// library: not what is mapped, nor what a program in Go asks of the kernel itself. Names of files,
/// once there, are not forgotten. Under sanitizers, which define the same calls, none of it works.
namespace movie::conformance::disk {

/// From now on what this process does to regular files goes into a ledger, to be lost. What a sync
/// that failed had to write is lost for good, whatever succeeds later, as on Linux: its pages count
/// as written (https://lwn.net/Articles/752063/).
void remember(const std::filesystem::path& ledger);
/// Once that process has ended: takes back what it had not synced, all of it, or by a seed other
/// than 0 some of it, as a machine does that writes in an order of its own. Returns how many writes
/// are lost. Throws std::system_error.
std::size_t lose(const std::filesystem::path& ledger, std::uint64_t seed);

enum class Call { write, sync, open };
struct Fault {
  Call call;
  int error;              ///< its errno; 0: half of it is written, and it says so
  bool lasts;             ///< all that follow fail as well
  std::uint64_t nth = 1;  ///< counted from 1
  bool kills = false;     ///< in place of failing it: the process is gone, with SIGKILL
};
/// From now on calls are counted, and that one fails.
void fail(const Fault& fault);
/// None fails any more. Returns whether one did.
bool mend();

}  // namespace movie::conformance::disk
