#include "store/plugin_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "store/refusal.hpp"

namespace movie::store {
namespace {

namespace fs = std::filesystem;

PluginError unreadable(const fs::path& file, const std::error_code& error) {
  return refused({"unreadable", file.string(), "a file that can be read", error.message(),
                  "check the path and its permissions"});
}

struct stat look_at(const fs::path& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) {
    throw unreadable(path, {errno, std::generic_category()});
  }
  return about;
}

bool ours(const struct stat& about) { return about.st_uid == 0 || about.st_uid == ::geteuid(); }

/// `file` is absolute.
void check_folders_above(const fs::path& file) {
  struct stat inner = look_at(file);
  for (fs::path folder = file.parent_path();; folder = folder.parent_path()) {
    const struct stat about = look_at(folder);
    const bool sticky = (about.st_mode & S_ISVTX) != 0;
    if ((about.st_mode & S_IWOTH) != 0 && !(sticky && ours(inner))) {
      throw refused({"unsafe-folder", file.string(), "folders that others cannot write",
                     folder.string() + " writable by everyone",
                     "chmod o-w the folder, or move the plug-in"});
    }
    if (folder == folder.root_path()) return;
    inner = about;
  }
}

}  // namespace

fs::path trusted_file(const fs::path& file) {
  std::error_code error;
  fs::path real = fs::canonical(file, error);
  if (error) throw unreadable(file, error);
  const struct stat about = look_at(real);
  if (!S_ISREG(about.st_mode)) {
    throw refused({"not-a-file", real.string(), "a regular file", "something else",
                   "put the plug-in's shared object there"});
  }
  if ((about.st_mode & S_IWOTH) != 0) {
    throw refused({"unsafe-file", real.string(), "a file that others cannot write",
                   "a file writable by everyone",
                   "chmod o-w the file, if it is still what you installed"});
  }
  if (::access(real.c_str(), R_OK) != 0) throw unreadable(real, {errno, std::generic_category()});
  check_folders_above(real);
  if (const fs::path link = fs::canonical(fs::absolute(file).parent_path()) / file.filename();
      link != real) {
    check_folders_above(link);
  }
  return real;
}

}  // namespace movie::store
