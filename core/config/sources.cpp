#include "config/sources.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "config/env_file.hpp"
#include "config/text.hpp"

namespace movie::config {
namespace {

constexpr std::string_view kPluginDir = "MOVIE_PLUGIN_DIR";

}  // namespace

std::string flag_of(std::string_view key) {
  if (key.starts_with("MOVIE_")) key.remove_prefix(6);
  std::string flag = "--" + lower(key);
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

Sources::Sources(const std::map<std::string, std::string>& flags, const char* const* environment,
                 const std::string& directory, std::vector<std::string>& warnings) {
  std::vector<Entry> entries;
  for (EnvEntry& entry : read_env_file(std::filesystem::path(directory) / ".env", warnings)) {
    const std::string origin = fmt::format(".env:{}", entry.line);
    if (upper(entry.name) != kPluginDir) {
      entries.push_back({std::move(entry.name), {std::move(entry.value), origin}});
    } else {
      warnings.push_back(fmt::format(
          "{} sets {}, which is ignored there: a folder's .env must not decide which code runs; "
          "set it in the environment or with {}",
          origin, kPluginDir, flag_of(kPluginDir)));
    }
  }
  add(entries);

  entries.clear();
  for (; *environment != nullptr; ++environment) {
    const std::string_view variable = *environment;
    const auto equals = variable.find('=');
    if (equals == variable.npos) continue;
    entries.push_back({std::string(variable.substr(0, equals)),
                       {std::string(variable.substr(equals + 1)), "environment"}});
  }
  add(entries);

  entries.clear();
  for (const auto& [key, value] : flags) entries.push_back({key, {value, "flag " + flag_of(key)}});
  add(entries);
}

/// Of names that differ in case only the one in upper case wins, else the last.
void Sources::add(const std::vector<Entry>& entries) {
  for (const bool exact : {false, true}) {
    for (const auto& [name, value] : entries) {
      std::string key = upper(name);
      const std::string_view text = trimmed(value.text);
      if ((key == name) != exact || text.empty()) continue;
      values_.insert_or_assign(std::move(key), Value{std::string(text), value.origin});
    }
  }
}

const Sources::Value* Sources::find(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

}  // namespace movie::config
