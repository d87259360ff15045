#include "for_service.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <system_error>

#include "config/env_file.hpp"
#include "failure.hpp"

namespace movie::tools {
namespace {

namespace fs = std::filesystem;

void take_settings(const fs::path& file) {
  std::vector<std::string> warnings;
  for (const auto& [name, value, line] : config::read_env_file(file, warnings))
    ::setenv(name.c_str(), value.c_str(), 0);
}

bool keep_reading() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[2]{};
  sets[0].effective = sets[0].permitted = 1U << CAP_DAC_READ_SEARCH;
  return ::syscall(SYS_capset, &header, sets) == 0;
}

void become(uid_t user, gid_t group) {
  if (::prctl(PR_SET_KEEPCAPS, 1) != 0 || ::setgroups(0, nullptr) != 0 ||
      ::setresgid(group, group, group) != 0 || ::setresuid(user, user, user) != 0 ||
      !keep_reading())
    fail_with_errno(fmt::format("cannot become user {}, whom the service's data belong to", user));
}

}  // namespace

ServicePlaces installed_places() {
  return {MOVIE_INSTALLED_TOOLS, MOVIE_SERVICE_SETTINGS, MOVIE_SERVICE_DATA};
}

void act_for_service(const ServicePlaces& places) {
  std::error_code none;
  if (::geteuid() != 0 || fs::read_symlink("/proc/self/exe", none) != places.program) return;
  take_settings(places.settings);
  struct stat data {};
  if (::stat(places.data.c_str(), &data) != 0 || data.st_uid == 0) return;
  become(data.st_uid, data.st_gid);
}

}  // namespace movie::tools
