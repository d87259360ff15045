#include "disk/ledger.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <system_error>

#include "disk/disk.hpp"

// What is done while a call is looked at asks the kernel itself: it must not be looked at in turn.
namespace movie::conformance::disk {
namespace {

[[noreturn]] void fail_as(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// What a file held in [offset, end), as far as it got.
std::vector<char> held(int fd, std::int64_t offset, std::int64_t end) {
  if (end <= offset) return {};
  std::vector<char> bytes(static_cast<std::size_t>(end - offset));
  const ssize_t read = ::pread(fd, bytes.data(), bytes.size(), offset);
  bytes.resize(read < 0 ? 0 : static_cast<std::size_t>(read));
  return bytes;
}

struct Change {
  Step step;
  std::vector<char> before, after;
  bool durable = false, dropped = false;
};
/// Once something is dropped, what is durable is kept too: it may lie upon it.
struct File {
  std::string path;
  std::vector<Change> pending;

  void sync() {
    for (Change& change : pending) change.durable = !change.dropped;
    if (std::ranges::none_of(pending, &Change::dropped)) pending.clear();
  }
  void drop() {
    for (Change& change : pending) change.dropped = !change.durable;
  }
};

class OpenFile {
 public:
  explicit OpenFile(const std::string& path) : fd_(::open(path.c_str(), O_RDWR | O_CLOEXEC)) {}
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  [[nodiscard]] bool is(const Step& step) const {
    struct stat file {};
    return fd_ >= 0 && ::fstat(fd_, &file) == 0 && file.st_dev == step.device &&
           file.st_ino == step.inode;
  }
  void put(const std::vector<char>& bytes, std::int64_t offset, std::int64_t size) const {
    const auto wanted = static_cast<ssize_t>(bytes.size());
    if (::pwrite(fd_, bytes.data(), bytes.size(), offset) != wanted || ::ftruncate(fd_, size) != 0)
      fail_as("taking back a write");
  }
  [[nodiscard]] std::int64_t size() const { return ::lseek(fd_, 0, SEEK_END); }

 private:
  int fd_;
};

/// A file that is gone or another by now has nothing to lose.
std::size_t lose_of(const File& file, std::mt19937_64* coin) {
  if (file.pending.empty()) return 0;
  const OpenFile open(file.path);
  if (!open.is(file.pending.front().step)) return 0;
  for (auto at = file.pending.rbegin(); at != file.pending.rend(); ++at)
    open.put(at->before, at->step.offset, at->step.size_before);
  std::size_t lost = 0;
  for (const Change& change : file.pending) {
    const bool lucky = coin != nullptr && (*coin)() % 2 != 0;
    if (change.dropped || !(change.durable || lucky)) {
      ++lost;
    } else {
      const bool grows = change.step.size_after >= change.step.size_before;
      open.put(change.after, change.step.offset,
               grows ? std::max(open.size(), change.step.size_after) : change.step.size_after);
    }
  }
  return lost;
}

std::vector<char> taken(std::ifstream& in, std::uint64_t count) {
  std::vector<char> bytes(count);
  in.read(bytes.data(), static_cast<std::streamsize>(count));
  return bytes;
}

std::map<std::pair<std::uint64_t, std::uint64_t>, File> read(const std::filesystem::path& ledger) {
  std::map<std::pair<std::uint64_t, std::uint64_t>, File> files;
  std::ifstream in(ledger, std::ios::binary);
  for (Step step; in.read(reinterpret_cast<char*>(&step), sizeof step);) {
    const std::vector<char> before = taken(in, step.old_bytes), after = taken(in, step.new_bytes);
    if (!in) break;  // it ended while it wrote this, before it did it
    File& file = files[{step.device, step.inode}];
    if (step.kind == Step::path) file.path.assign(before.begin(), before.end());
    if (step.kind == Step::synced) file.sync();
    if (step.kind == Step::dropped) file.drop();
    if (step.kind == Step::change) file.pending.push_back({step, before, after});
  }
  return files;
}

}  // namespace

Ledger::Ledger(const std::filesystem::path& file)
    : fd_(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600)) {
  if (fd_ < 0) fail_as(file.string());
}

void Ledger::change(int fd, const struct stat& file, std::int64_t offset, Bytes content,
                    std::int64_t size_after) {
  name(fd, file);
  // Some were opened for writing only.
  const std::string again = "/proc/self/fd/" + std::to_string(fd);
  const auto reading =
      static_cast<int>(::syscall(SYS_openat, AT_FDCWD, again.c_str(), O_RDONLY | O_CLOEXEC));
  const std::int64_t end =
      content.empty() ? file.st_size
                      : std::min<std::int64_t>(file.st_size,
                                               offset + static_cast<std::int64_t>(content.size()));
  const std::vector<char> before = held(reading, offset, end);
  ::close(reading);
  append({Step::change, file.st_dev, file.st_ino, offset, file.st_size, size_after, 0, 0}, before,
         content);
}

void Ledger::synced(const struct stat& file) {
  append({Step::synced, file.st_dev, file.st_ino, 0, 0, 0, 0, 0}, {}, {});
}

void Ledger::dropped(const struct stat& file) {
  append({Step::dropped, file.st_dev, file.st_ino, 0, 0, 0, 0, 0}, {}, {});
}

void Ledger::name(int fd, const struct stat& file) {
  const std::pair<std::uint64_t, std::uint64_t> key{file.st_dev, file.st_ino};
  if (std::find(named_.begin(), named_.end(), key) != named_.end()) return;
  named_.push_back(key);
  const std::string path =
      std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(fd)).string();
  append({Step::path, file.st_dev, file.st_ino, 0, 0, 0, 0, 0}, path, {});
}

void Ledger::append(Step step, Bytes first, Bytes second) {
  step.old_bytes = first.size();
  step.new_bytes = second.size();
  const iovec parts[] = {{&step, sizeof step},
                         {const_cast<char*>(first.data()), first.size()},
                         {const_cast<char*>(second.data()), second.size()}};
  const auto all = static_cast<long>(sizeof step + first.size() + second.size());
  if (::syscall(SYS_writev, fd_, parts, 3) != all) fail_as("the ledger");  // not through here again
}

std::size_t lose(const std::filesystem::path& ledger, std::uint64_t seed) {
  std::mt19937_64 coin(seed);
  std::size_t lost = 0;
  for (const auto& [key, file] : read(ledger)) lost += lose_of(file, seed == 0 ? nullptr : &coin);
  return lost;
}

}  // namespace movie::conformance::disk
