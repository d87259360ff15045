#pragma once

#include <functional>

#include "config/config.hpp"

namespace CLI {
class App;
}

namespace movie::tools {

/// What a command does once the settings are read; returns the exit status, and may throw (see
/// main.cpp).
using Action = std::function<int(const config::Loaded&)>;

/// Each adds its command to the command line; being called for, the command puts its action into
/// `chosen`, which outlives the parsing.
void add_migrate(CLI::App& app, Action& chosen);
void add_seed(CLI::App& app, Action& chosen);
void add_reset(CLI::App& app, Action& chosen);
void add_import(CLI::App& app, Action& chosen);
void add_export(CLI::App& app, Action& chosen);
void add_plugin(CLI::App& app, Action& chosen);
void add_plugins(CLI::App& app, Action& chosen);

}  // namespace movie::tools
