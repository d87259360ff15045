#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

#include "command.hpp"
#include "config/exit_status.hpp"
#include "failure.hpp"
#include "store/plugin_name.hpp"

namespace movie::tools {
namespace {

namespace fs = std::filesystem;

/// Modes and files of ours, and TEST, whose URL's key means something else.
constexpr std::array<std::string_view, 5> kTaken{"memory", "sqlite", "postgres", "pg", "test"};

void check_name(const std::string& name) {
  if (!store::is_mode(name))
    throw Failure(config::kUsage, fmt::format("plugin new {}: a plug-in's name is made of a-z, 0-9 "
                                              "and _, begins with a letter and has at most 31 of "
                                              "them; it is the MOVIE_DB_MODE that loads it",
                                              name));
  if (std::find(kTaken.begin(), kTaken.end(), name) != kTaken.end())
    throw Failure(config::kUsage,
                  fmt::format("plugin new {}: that name is taken; choose another", name));
}

/// Beside the program, in a build as once installed; there only with the component `dev`.
fs::path template_of(const std::string& language) {
  const fs::path prefix = fs::read_symlink("/proc/self/exe").parent_path().parent_path();
  fs::path folder = prefix / "share/movie-service/templates" / language;
  if (!fs::is_directory(folder))
    throw Failure(config::kFailed,
                  fmt::format("{}: no template there; install the package movie-service-dev "
                              "(component dev) to the same prefix",
                              folder.string()));
  return folder;
}

void replace_all(std::string& text, std::string_view token, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(token, at)) != std::string::npos; at += by.size())
    text.replace(at, token.size(), by);
}

std::string named(std::string text, const std::string& name) {
  std::string upper = name;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  replace_all(text, "mystore", name);
  replace_all(text, "MYSTORE", upper);
  return text;
}

void write_file(const fs::path& from, const fs::path& to, const std::string& name) {
  std::ifstream in(from, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::ofstream out(to, std::ios::binary);
  out << named(text, name);
  out.close();
  if (!in || !out) fail_with_errno(fmt::format("cannot write {}", to.string()));
}

void write_project(const fs::path& from, const std::string& name) {
  std::error_code why;
  if (!fs::create_directory(name, why))
    throw Failure(config::kFailed,
                  fmt::format("plugin new {0}: ./{0} {1}; nothing was written", name,
                              why ? fmt::format("cannot be made: {}", why.message())
                                  : "is there already; remove it or choose another name"));
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    const fs::path to = name / fs::path(named(entry.path().lexically_relative(from), name));
    if (entry.is_directory()) {
      fs::create_directory(to);
    } else {
      write_file(entry.path(), to, name);
    }
  }
}

int new_plugin(const std::string& name, const std::string& language) {
  check_name(name);
  write_project(template_of(language), name);
  fmt::print(
      "./{0}: a storage plug-in in {1} that works; ./{0}/README.md tells how to build and test "
      "it\n",
      name,
      language == "cpp" ? "C++"
      : language == "c" ? "C"
                        : "Rust");
  return config::kDone;
}

}  // namespace

void add_plugin(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("plugin", "Begin a storage plug-in of your own");
  command->require_subcommand(1);
  CLI::App* begin = command->add_subcommand(
      "new",
      "Write a project into the new folder ./NAME: a backend that works, its build, its "
      "tests");
  const auto name = std::make_shared<std::string>(), language = std::make_shared<std::string>();
  begin->add_option("NAME", *name, "The mode it is for: [a-z][a-z0-9_]*, at most 31 bytes")
      ->required();
  begin->add_option("--lang", *language, "c, cpp or rust")
      ->required()
      ->check(CLI::IsMember({"c", "cpp", "rust"}));
  begin->callback([&chosen, name, language] {
    chosen = [name, language](const config::Loaded&) { return new_plugin(*name, *language); };
  });
}

}  // namespace movie::tools
