#include "runner/one_case.hpp"

#include <unistd.h>

#include <cstring>
#include <stdexcept>

#include "effort.hpp"
#include "runner/case_store.hpp"
#include "runner/child.hpp"

namespace movie::conformance {
namespace {

namespace fs = std::filesystem;

/// A case's own, with all that its processes leave in it.
class Folder {
 public:
  explicit Folder(fs::path path) : path_(std::move(path)) { fs::create_directories(path_ / "tmp"); }
  ~Folder() {
    std::error_code ignored;  // a destructor has nobody to tell
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

Command command(const Options& options, const Folder& folder,
                const std::vector<std::string>& what) {
  std::vector<std::string> arguments{fs::read_symlink("/proc/self/exe").string(),
                                     options.backend.file.string()};
  const auto add = [&arguments](const std::string& option, const std::string& value) {
    if (!value.empty()) arguments.insert(arguments.end(), {option, value});
  };
  add("--url", options.backend.url);
  add("--bad-url", options.backend.bad_url);
  add("--setup", options.setup);
  add("--teardown", options.teardown);
  add("--kill-server", options.kill_server);
  add("--retitle", options.retitle);
  if (options.backend.durable) arguments.emplace_back("--durable");
  if (options.backend.ends_without_memory) arguments.emplace_back("--ends-without-memory");
  arguments.insert(arguments.end(), what.begin(), what.end());
  return {arguments,
          {std::string(kResultVariable) + "=" + (folder / "result").string(),
           std::string(kProfileVariable) + "=" + options.profile,
           std::string(kSeedVariable) + "=" + std::to_string(options.seed),
           std::string(kRunVariable) + "=" + std::to_string(::getpid()),
           "TMPDIR=" + (folder / "tmp").string()}};
}

std::string seconds(std::chrono::seconds limit) { return std::to_string(limit.count()) + " s"; }

std::string how_it_ended(const Ended& ended) {
  if (ended.how == Ended::kExited) return "exit status " + std::to_string(ended.code);
  const char* const name = ::sigabbrev_np(ended.code);
  return name == nullptr ? "signal " + std::to_string(ended.code) : std::string("SIG") + name;
}

/// Of a process that ended by itself, without having said what the case came to, or thereafter.
Result ended_badly(const Ended& ended, const std::optional<Told>& told) {
  const std::string when = told ? "after the case" : "in the midst of the case";
  const std::string before = told ? "\n" + told->why : std::string();
  if (ended.how == Ended::kSignalled)
    return {Finding::kCrashed, "crashed " + when + ": " + how_it_ended(ended) + before};
  return {Finding::kExited, "the process ended " + when + ": " + how_it_ended(ended) + before};
}

Result judged(const Options& options, const Ended& ended, const std::optional<Told>& told) {
  if (ended.how == Ended::kStopped) return {};
  if (ended.how == Ended::kTimedOut) {
    return {Finding::kTimedOut, "did not end within " + seconds(options.time_limit) +
                                    (told ? ", though the case had\n" + told->why : "")};
  }
  const int expected = told && told->finding == Finding::kFailed ? kFails : kConforms;
  if (!told || ended.how == Ended::kSignalled || ended.code != expected)
    return ended_badly(ended, told);
  if (told->finding != Finding::kFailed && ended.left_over != 0)
    return {Finding::kFailed, "left processes behind: " + std::to_string(ended.left_over)};
  return {told->finding, told->why};
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& one : words) all += (all.empty() ? "" : ", ") + one;
  return all;
}

Result run_in(const Options& options, const Case& test, const Folder& folder, const Stop& stop) {
  const std::string file = (folder / "result").string();
  const Command run = command(
      options, folder, {"--in-process", "--gtest_filter=" + test.filter, "--gtest_color=no"});
  const Ended ended = run_kept(run, options.time_limit, &stop);
  Result result = judged(options, ended, told_result(file));
  if (const std::string complaint = tear_down(file); !complaint.empty() && !failed(result.finding))
    result = {Finding::kFailed, complaint};
  if (failed(result.finding)) result.output = ended.out + ended.err;
  return result;
}

}  // namespace

Result run_case(const Options& options, const Case& test, const Claims& claims,
                const fs::path& path, const Stop& stop) {
  const auto begun = std::chrono::steady_clock::now();
  Result result;
  try {
    result = run_in(options, test, Folder(path), stop);
  } catch (const std::exception& error) {  // of --setup, or there is no room
    result = {Finding::kFailed, error.what()};
  }
  const std::vector<std::string> lacks = missing(*test.source, claims);
  if (result.finding == Finding::kSkipped && !lacks.empty())
    result = {Finding::kUnclaimed, "not claimed: " + joined(lacks)};
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return result;
}

Claims run_probe(const Options& options, const fs::path& path, const Stop& stop) {
  const Folder folder(path);
  const std::string result = (folder / "result").string();
  const Ended ended = run_kept(command(options, folder, {"--probe"}), options.time_limit, &stop);
  const auto claims = told_claims(result);
  if (const std::string complaint = tear_down(result); !complaint.empty())
    throw std::runtime_error(complaint);
  if (claims || ended.how == Ended::kStopped) return claims.value_or(Claims{});
  const std::string file = options.backend.file.string();
  if (ended.how == Ended::kTimedOut)
    throw std::runtime_error(file + ": loading did not end within " + seconds(options.time_limit));
  throw std::runtime_error(file + ": cannot be loaded: " + how_it_ended(ended) + "\n" + ended.out +
                           ended.err);
}

}  // namespace movie::conformance
