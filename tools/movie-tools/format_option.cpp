#include "format_option.hpp"

#include <CLI/CLI.hpp>
#include <set>

namespace movie::tools {

void add_format_option(CLI::App& command, std::string& name) {
  std::set<std::string> names;
  for (const bulk::Format format : bulk::kFormats) names.emplace(bulk::name(format));
  command
      .add_option("--format", name,
                  "csv, json or ndjson; otherwise by FILE's ending (.csv, .json, .ndjson, .jsonl), "
                  "and csv without one")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(names));
}

bulk::Format format_of(std::string_view name, std::string_view file) {
  if (const auto named = bulk::format_named(name)) return *named;
  return bulk::format_of_file(file).value_or(bulk::Format::csv);
}

}  // namespace movie::tools
