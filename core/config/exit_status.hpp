#pragma once

namespace movie::config {

/// What movie-service and movie-tools end with. 64..78 are those of <sysexits.h>.
enum ExitStatus : int {
  kDone = 0,
  kFailed = 1,
  kUsage = 2,
  kMigrationsPending = 3,
  kStoreUnreachable = 69,  ///< EX_UNAVAILABLE: trying again may help
  kBadConfiguration = 78,  ///< EX_CONFIG: it can never work like this
};

}  // namespace movie::config
