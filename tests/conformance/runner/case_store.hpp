#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runner/options.hpp"
#include "support/temp_dir.hpp"

namespace movie::conformance {

/// What a case opens, as --url says or --setup made it. A case may have several.
class CaseStore {
 public:
  /// `name` and `number` are the case's. Throws std::runtime_error when --setup fails.
  CaseStore(const Options& options, std::string name, std::size_t number);
  /// Runs --teardown, unless the runner does, who must even if this process does not get so far.
  ~CaseStore();
  CaseStore(const CaseStore&) = delete;
  CaseStore& operator=(const CaseStore&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  [[nodiscard]] std::string filled_in(std::string text) const;

  test::TempDir folder_{};
  std::string name_, number_, teardown_, url_;
};

/// The same for the case that runs in this process.
std::shared_ptr<CaseStore> store_of_current_case(const Options& options);

/// Runs a hook that a case asks for, with the words after its name. Throws std::runtime_error when
/// it fails.
void run_hook(const std::string& option, const std::string& command,
              const std::vector<std::string>& arguments);

/// In the runner: runs --teardown for all that a case's process made. `result` is the file in which
/// it leaves its result. Why that failed; empty: it did not.
std::string tear_down(const std::string& result);

}  // namespace movie::conformance
