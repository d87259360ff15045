#pragma once

#include <string>
#include <string_view>

#include "bulk/format.hpp"

namespace CLI {
class App;
}

namespace movie::tools {

/// Adds `--format csv|json|ndjson` to a command; `name` stays empty where it is not given.
void add_format_option(CLI::App& command, std::string& name);

/// The format named; without a name, by the file's ending; else CSV.
[[nodiscard]] bulk::Format format_of(std::string_view name, std::string_view file);

}  // namespace movie::tools
