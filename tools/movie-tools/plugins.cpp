#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <string>

#include "command.hpp"
#include "config/exit_status.hpp"
#include "open_store.hpp"
#include "store/capabilities.hpp"
#include "store/plugin.hpp"

namespace movie::tools {
namespace {

/// As the server would load it; empty: it can be used.
std::string problem_when_loaded(const store::FoundPlugin& found) {
  try {
    (void)store::load_plugin(found.mode, std::array{found.file.parent_path()});
    return {};
  } catch (const store::PluginError& error) {
    return error.what();
  }
}

void print(const store::FoundPlugin& found, bool in_force) {
  const auto& facts = found.facts;
  fmt::print("{} {:<12} ", in_force ? '*' : ' ', found.mode);
  if (facts.name.empty()) {
    fmt::print("says nothing of itself");
  } else {
    fmt::print("{}, ABI {}.{}, {}", facts.version, facts.abi_major, facts.abi_minor,
               store::capability_names(facts.capabilities));
  }
  fmt::print("\n               {}\n               {}{}\n", found.file.string(),
             found.problem.empty() ? "usable" : "not usable: ", found.problem);
}

int plugins(const config::Loaded& loaded, bool load) {
  print_store(stdout, loaded);
  const auto folders = store::plugin_folders(loaded.config.plugin_dir);
  for (const auto& folder : folders) fmt::print("Folder: {}\n", folder.string());
  bool all_load = true;
  for (auto& found : store::find_plugins(folders)) {
    if (load && found.problem.empty()) found.problem = problem_when_loaded(found);
    all_load = all_load && found.problem.empty();
    print(found, found.mode == loaded.config.db_mode);
  }
  return load && !all_load ? config::kFailed : config::kDone;
}

}  // namespace

void add_plugins(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("plugins",
                                         "List the storage plug-ins that are there, their versions "
                                         "and capabilities, and whether they are usable");
  const auto load = std::make_shared<bool>(false);
  command->add_flag("--load", *load, "Load each one too; exit status 1 if one is not usable");
  command->callback([&chosen, load] {
    chosen = [load](const config::Loaded& loaded) { return plugins(loaded, *load); };
  });
}

}  // namespace movie::tools
