// movie-conformance: the cases of movie/store.h on one plug-in, which need not be of this build.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "suite.hpp"

namespace movie::conformance {
namespace {

constexpr int kUsage = 2;
constexpr const char* kFooter = R"(Examples:
  movie-conformance ./libstore_mine.so                                     a store that forgets
  movie-conformance ./libstore_mine.so --url 'mine:///{dir}' --durable     one that does not
  movie-conformance ./libstore_mine.so --gtest_filter='*Ids.BeginAtOne*'   one case again

Exit status: 0 it conforms, 1 it does not, 2 usage, or the file is no plug-in.)";

Backend& named() {
  static Backend backend;
  return backend;
}

void describe(CLI::App& app) {
  Backend& backend = named();
  app.name("movie-conformance");
  app.footer(kFooter);
  app.allow_extras();  // GoogleTest's
  app.add_option("plugin", backend.file, "The plug-in's file")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--url", backend.url,
                 "What each case opens and must find empty; {dir} in it is a new folder");
  app.add_flag("--durable", backend.durable,
               "Films outlive closing: without it they must be gone then");
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

/// What neither this program nor GoogleTest knows; empty: nothing.
std::string unknown(const CLI::App& app) {
  const auto rest = app.remaining();
  const auto found = std::find_if(rest.begin(), rest.end(), [](const std::string& argument) {
    return argument.rfind("--gtest_", 0) != 0;
  });
  return found == rest.end() ? std::string() : *found;
}

int run(int argc, char** argv) {
  CLI::App app{"Holds a storage plug-in to movie/store.h."};
  describe(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  if (const std::string argument = unknown(app); !argument.empty()) {
    std::fprintf(stderr, "movie-conformance: %s is no option; see --help\n", argument.c_str());
    return kUsage;
  }
  named().file = std::filesystem::absolute(named().file);  // dlopen searches for bare names
  named().name = mode_of(named().file);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS() == 0 ? 0 : 1;
}

}  // namespace

std::vector<Backend> backends() { return {named()}; }

}  // namespace movie::conformance

int main(int argc, char** argv) {
  try {
    return movie::conformance::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "movie-conformance: %s\n", error.what());
    return movie::conformance::kUsage;
  }
}
