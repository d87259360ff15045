#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <map>
#include <string>

#include "config/config.hpp"
#include "config/exit_status.hpp"
#include "config/flags.hpp"
#include "config/version.hpp"
#include "http/openapi/document.hpp"
#include "http/probe.hpp"
#include "log/log.hpp"
#include "service.hpp"
#include "signals.hpp"
#include "startup.hpp"
#include "store/capabilities.hpp"

namespace {

using namespace movie;

struct Arguments {
  std::map<std::string, std::string> settings;
  bool check_config = false, openapi = false, migrate = false;
  std::int64_t seed = 0;
  std::string probe;
};

void describe(CLI::App& app, Arguments& arguments) {
  app.add_flag("--check-config", arguments.check_config,
               "Print every setting with its origin, and end");
  app.add_flag("--openapi", arguments.openapi, "Print the API's OpenAPI document, and end");
  app.add_flag("--migrate", arguments.migrate, "Bring the store's schema up before serving");
  app.add_option("--seed", arguments.seed, "Put N sample films into an empty store before serving")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{10'000'000}));
  app.add_option("--probe", arguments.probe,
                 "Ask the server that runs with these settings whether it is ready (or live), and "
                 "end with 0 or 1")
      ->type_name("ready|live")
      ->check(CLI::IsMember({"ready", "live"}));
  app.set_version_flag(
      "--version", fmt::format("movie-service {} (commit {}), plug-in ABI {}", config::version(),
                               config::commit(), store::abi_range()));
  config::add_flags(app, arguments.settings);
}

/// For health checks where there is no curl.
void probe(const config::Config& config, const std::string& what) {
  constexpr std::chrono::seconds kPatience{3};
  fmt::print("{}\n", http::probe(config.host, config.port, fmt::format("/{}z", what), kPatience));
}

/// A connection is a descriptor, and the usual limit of 1,024 is for programs that use select().
void raise_open_files() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == files.rlim_max) return;
  files.rlim_cur = files.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &files) != 0)
    log::warning("cannot raise the limit of open files to {}", files.rlim_max);
}

void run(const Arguments& arguments) {
  const auto loaded = config::load(arguments.settings, environ);
  if (arguments.check_config) return config::print(std::cout, loaded);
  const auto& config = loaded.config;
  if (arguments.openapi)
    return fmt::print("{}\n", http::openapi_document(config.app_name, config::version()));
  if (!arguments.probe.empty()) return probe(config, arguments.probe);
  log::set_up(config.log_level);
  for (const auto& warning : config.warnings) log::warning("{}", warning);

  raise_open_files();
  std::signal(SIGPIPE, SIG_IGN);  // a reader that leaves is an error of one write
  take_signals();
  const auto plugin = store::load_plugin(config.db_mode, store::plugin_folders(config.plugin_dir));
  const auto store = open_store(plugin, config);
  const auto give_up = store::Clock::now() + config.startup_timeout;
  ensure_schema(*store, arguments.migrate, give_up);
  if (arguments.seed > 0) seed(*store, arguments.seed, give_up);
  serve(config, *store);
}

int fail(config::ExitStatus status, const std::exception& error) {
  fmt::print(stderr, "movie-service: {}\n", error.what());
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("A movie catalogue over HTTP whose storage is a plug-in");
  Arguments arguments;
  describe(app, arguments);
  try {
    app.parse(argc, argv);
    run(arguments);
    return config::kDone;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? config::kDone : config::kUsage;
  } catch (const config::ConfigError& error) {
    return fail(config::kBadConfiguration, error);
  } catch (const store::PluginError& error) {
    return fail(config::kBadConfiguration, error);
  } catch (const store::StoreError& error) {
    return fail(may_pass(error.status()) ? config::kStoreUnreachable : config::kBadConfiguration,
                error);
  } catch (const StartupError& error) {
    return fail(error.status(), error);
  } catch (const std::exception& error) {
    return fail(config::kFailed, error);
  }
}
