#include "config/flags.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "config/settings.hpp"
#include "config/sources.hpp"

namespace movie::config {

void add_flags(CLI::App& app, std::map<std::string, std::string>& given) {
  const Draft defaults;
  for (const Row& row : settings()) {
    const std::string key(row.key), usual = row.show(defaults);
    const bool is_switch = usual == "true" || usual == "false";
    const std::string help =
        fmt::format("{} ({}{}{})", row.help, key, usual.empty() ? "" : ", ", usual);
    CLI::Option* option = is_switch ? app.add_flag(flag_of(key), given[key], help)
                                    : app.add_option(flag_of(key), given[key], help);
    option->group("Settings, each also in the environment or .env")
        ->type_name(is_switch ? "" : "TEXT");
  }
}

}  // namespace movie::config
