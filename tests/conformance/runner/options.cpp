#include "runner/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>
#include <random>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace movie::conformance {
namespace {

constexpr const char* kFooter =
    R"(In --url, --setup and --teardown stand {dir} for a new folder, {case} for the case's name, {n} for a number of the store (a
case may want several) and {run} for a number of this run; in --bad-url {dir}. What a --setup leaves running in the
background is ended with it.

The verdict:
  failed    a case failed, crashed, ended the process, did not end in time or left processes behind. So does one for
            a capability that the plug-in claims: what is claimed is never skipped.
  partial   nothing failed, but of what the plug-in should show not all was run: --only, or a case was skipped
            although the plug-in has all that the case needs.
  core      all cases of the core profile passed, and all of what the plug-in claims.
  extended  the same, and it claims every capability of movie/store.h.
Whether it is durable, allows several sessions, has a schema, tells figures and outlives a want of memory is shown, not judged,
and so is whether its server can be killed and a title changed past it: a case that needs one of these is of no concern to
a store without.

Examples:
  movie-conformance ./libstore_mine.so                                     a store that forgets
  movie-conformance ./libstore_mine.so --url 'mine:///{dir}' --durable     one that does not
  movie-conformance ./libstore_pg.so --durable --setup 'createdb m{run}_{n} && echo postgresql:///m{run}_{n}' --teardown 'dropdb -f m{run}_{n}'
  movie-conformance ./libstore_mine.so --only Ids.BeginAtOneAndAscend               one case again; also 'Ids.*', S-26
  gdb --args movie-conformance ./libstore_mine.so --in-process --only Ids.BeginAtOneAndAscend

Exit status: 0 core or extended, or all that --only asked for passed; 1 failed; 2 usage, or the file is no plug-in;
3 partial: a case that concerns the plug-in was skipped; 128 + n: ended by signal n.)";

void describe_store(CLI::App& app, Options& options) {
  app.add_option("plugin", options.backend.file, "The plug-in's file")->check(CLI::ExistingFile);
  app.add_option("--url", options.backend.url, "What each case opens and must find empty");
  app.add_option("--bad-url", options.backend.bad_url, "What open must refuse");
  app.add_flag("--durable", options.backend.durable,
               "Films outlive closing: without it they must be gone then");
  app.add_flag("--ends-without-memory", options.backend.ends_without_memory,
               "An allocation that fails ends the process, as in Rust: that is not tried");
}

void describe_hooks(CLI::App& app, Options& options) {
  app.add_option("--setup", options.setup,
                 "A shell command before each case, which prints the URL that the case opens")
      ->excludes("--url");
  app.add_option("--teardown", options.teardown,
                 "A shell command after each case; its $1 is the URL, empty if the setup failed");
  app.add_option("--kill-server", options.kill_server,
                 "A shell command that kills the server of URL $1, which comes back by itself; "
                 "cases that do run last, one at a time");
  app.add_option("--retitle", options.retitle,
                 "A shell command that gives the film with id $2 in the store of URL $1 the title "
                 "$3, as another program would");
}

void describe_run(CLI::App& app, Options& options) {
  app.add_option("--only", options.only, "Cases by name or clause; * stands for anything")
      ->allow_extra_args(false);
  app.add_option("--profile", options.profile,
                 "How hard to try: quick (a minute), full, soak (hours)")
      ->check(CLI::IsMember({"quick", "full", "soak"}))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "What random data begins with; else a new one each time");
  app.add_option("-j,--jobs", options.jobs, "Cases at once; else one a core")
      ->check(CLI::Range(1, 1024));
  app.add_option_function<unsigned>(
         "--time-limit",
         [&options](const unsigned& seconds) {
           options.time_limit = std::chrono::seconds(seconds);
           options.time_limit_given = true;
         },
         "Seconds a case may take; else 60, 300 or 3600, by profile")
      ->check(CLI::Range(1, 1'000'000));
}

void describe_output(CLI::App& app, Options& options) {
  app.add_flag("--list", options.list, "Print the cases: level, needs and clauses; run none");
  app.add_flag("--clauses", options.clauses, "Print each clause of movie/store.h with its cases");
  app.add_option("--tap", options.tap, "Write TAP to this file; -: standard output");
  app.add_option("--junit", options.junit, "Write JUnit XML, likewise");
  app.add_option("--json", options.json, "Write JSON, likewise");
  app.add_flag(
      "--in-process", options.in_process,
      "Run cases in this process, for a debugger; takes GoogleTest's options, which imply it");
  app.add_flag("--probe", options.probe)->group("");
}

/// The mode that a plug-in's file stands for, as the host sees it.
std::string mode_of(const std::filesystem::path& file) {
  constexpr std::string_view kPrefix = "libstore_", kSuffix = ".so";
  const std::string name = file.filename().string();
  const std::size_t around = kPrefix.size() + kSuffix.size();
  const std::string mode =
      name.size() > around ? name.substr(kPrefix.size(), name.size() - around) : std::string();
  const bool known = std::all_of(mode.begin(), mode.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (mode.empty() || !known || name != std::string(kPrefix).append(mode).append(kSuffix))
    throw std::invalid_argument(name + ": a plug-in's file is called libstore_<mode>.so");
  return mode == "pg" ? "postgres" : mode;
}

void take_gtest(const CLI::App& app, Options& options) {
  for (const std::string& argument : app.remaining()) {
    if (argument.rfind("--gtest_", 0) != 0)
      throw std::invalid_argument(argument + " is no option; see --help");
    options.gtest.push_back(argument);
    options.in_process = true;
  }
}

void settle(const CLI::App& app, Options& options) {
  take_gtest(app, options);
  if (options.backend.file.empty()) {
    if (!options.list) throw std::invalid_argument("which plug-in? See --help");
    options.backend.name = "any";
  } else {
    options.backend.file =
        std::filesystem::absolute(options.backend.file);  // dlopen searches for bare names
    options.backend.name = mode_of(options.backend.file);
  }
  if (!options.teardown.empty() && options.setup.empty())
    throw std::invalid_argument("--teardown is for what --setup made");
  if (app.count("--seed") == 0) options.seed = std::random_device{}();
  if (app.count("--jobs") == 0) options.jobs = std::max(1u, std::thread::hardware_concurrency());
  const std::map<std::string, int> limits{{"quick", 60}, {"full", 300}, {"soak", 3600}};
  if (!options.time_limit_given)
    options.time_limit = std::chrono::seconds(limits.at(options.profile));
}

/// One word of a shell's line.
std::string word(const std::string& text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

std::optional<Options> parsed(int argc, char** argv, int& status) {
  Options options;
  options.program = argv[0];
  CLI::App app{"Holds a storage plug-in to movie/store.h: each case in a process of its own."};
  app.name("movie-conformance");
  app.footer(kFooter);
  app.allow_extras();  // GoogleTest's
  describe_store(app, options);
  describe_hooks(app, options);
  describe_run(app, options);
  describe_output(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    status = app.exit(error) == 0 ? 0 : kUsage;
    return std::nullopt;
  }
  settle(app, options);
  return options;
}

std::string replay(const Options& options, const std::string& name) {
  std::string line = word(options.program) + " " + word(options.backend.file.string());
  const auto add = [&line](const std::string& option, const std::string& value) {
    if (!value.empty()) line += " " + option + " " + word(value);
  };
  add("--url", options.backend.url);
  add("--bad-url", options.backend.bad_url);
  add("--setup", options.setup);
  add("--teardown", options.teardown);
  add("--kill-server", options.kill_server);
  add("--retitle", options.retitle);
  if (options.backend.durable) line += " --durable";
  if (options.backend.ends_without_memory) line += " --ends-without-memory";
  add("--profile", options.profile);
  add("--seed", std::to_string(options.seed));
  if (options.time_limit_given) add("--time-limit", std::to_string(options.time_limit.count()));
  add("--only", name);
  return line;
}

}  // namespace movie::conformance
