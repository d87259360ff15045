#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <memory>
#include <string>
#include <vector>

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

/// Hosts that it works with, where not all of its major version do.
std::string hosts(const store::PluginFacts& facts) {
  return facts.host_minor == 0
             ? std::string()
             : fmt::format(" for hosts from {}.{} on", facts.abi_major, facts.host_minor);
}

void print(const store::FoundPlugin& found, bool in_force) {
  const auto& facts = found.facts;
  fmt::print("{} {:<12} ", in_force ? '*' : ' ', found.mode.empty() ? "?" : found.mode);
  if (facts.name.empty()) {
    fmt::print("says nothing of itself");
  } else {
    fmt::print("{}, ABI {}.{}{}, {}", facts.version, facts.abi_major, facts.abi_minor, hosts(facts),
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

/// What each file says of itself, for whatever machine it was built; nothing is loaded.
int plugin_files(const std::vector<std::string>& files) {
  bool all_usable = true;
  for (const auto& file : files) {
    const auto found = store::look_at_plugin(file);
    all_usable = all_usable && found.problem.empty();
    print(found, false);
    if (!found.machine.empty()) fmt::print("               for {}\n", found.machine);
  }
  return all_usable ? config::kDone : config::kFailed;
}

}  // namespace

void add_plugins(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("plugins",
                                         "List the storage plug-ins that are there, their versions "
                                         "and capabilities, and whether they are usable");
  const auto load = std::make_shared<bool>(false);
  const auto files = std::make_shared<std::vector<std::string>>();
  auto* load_option =
      command->add_flag("--load", *load, "Load each one too; exit status 1 if one is not usable");
  command
      ->add_option("FILE", *files,
                   "Look at these instead, whatever machine they are for, without loading them; "
                   "exit status 1 if one is not usable here")
      ->excludes(load_option);
  command->callback([&chosen, load, files] {
    chosen = [load, files](const config::Loaded& loaded) {
      return files->empty() ? plugins(loaded, *load) : plugin_files(*files);
    };
  });
}

}  // namespace movie::tools
