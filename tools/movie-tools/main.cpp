#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <map>
#include <string>

#include "command.hpp"
#include "config/config.hpp"
#include "config/exit_status.hpp"
#include "config/flags.hpp"
#include "config/version.hpp"
#include "failure.hpp"
#include "for_service.hpp"
#include "interrupts.hpp"
#include "log/log.hpp"
#include "output.hpp"
#include "store/capabilities.hpp"

namespace {

using namespace movie;

constexpr const char* kFooter = R"(Examples:
  movie-tools seed --sample 10                       ten sample movies into data/movies.db
  movie-tools import films.csv                       add the films of a file: .csv, .json or .ndjson
  movie-tools import --keep-ids all.ndjson           restore an export into an empty store
  movie-tools export | gzip > movies.csv.gz          everything, page by page
  MOVIE_DB_MODE=postgres movie-tools migrate up      bring the schema up
  movie-tools --db-mode postgres migrate plan        print the SQL instead
  movie-tools reset --yes --sample 5                 start again
  movie-tools plugin new mine --lang c               begin a storage plug-in of your own

Exit status: 0 done, 1 failed, 2 usage, 3 migrations pending, 69 store unreachable, 78 bad configuration.)";

struct CommandLine {
  CLI::App app{"Looks after the store of movie-service, whichever MOVIE_DB_MODE names."};
  std::map<std::string, std::string> settings;
  tools::Action chosen;

  CommandLine() {
    app.name("movie-tools");
    app.footer(kFooter);
    app.require_subcommand(1);
    app.fallthrough();
    app.set_version_flag(
        "--version", fmt::format("movie-tools {} (commit {}), plug-in ABI {}", config::version(),
                                 config::commit(), store::abi_range()));
    for (const auto add : {tools::add_migrate, tools::add_seed, tools::add_reset, tools::add_import,
                           tools::add_export, tools::add_plugin, tools::add_plugins}) {
      add(app, chosen);
    }
    config::add_flags(app, settings);
  }
};

int run(CommandLine& line) {
  // An author's files are the author's.
  if (!line.app.got_subcommand("plugin")) tools::act_for_service(tools::installed_places());
  const auto loaded = config::load(line.settings, environ);
  log::set_up(loaded.config.log_level);
  for (const auto& warning : loaded.config.warnings) log::warning("{}", warning);
  const int status = line.chosen(loaded);
  tools::flush_standard_output();
  return status;
}

int fail(int status, const std::exception& error) {
  std::fflush(stdout);
  fmt::print(stderr, "movie-tools: {}\n", error.what());
  return status;
}

/// As a filter ends whose reader has gone.
[[noreturn]] void end_by(int signal) {
  log::flush();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  std::abort();
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a plug-in's lost connection must not end the program
  CommandLine line;
  try {
    line.app.parse(argc, argv);
    return run(line);
  } catch (const CLI::ParseError& error) {
    return line.app.exit(error) == 0 ? config::kDone : config::kUsage;
  } catch (const config::ConfigError& error) {
    return fail(config::kBadConfiguration, error);
  } catch (const store::PluginError& error) {
    return fail(config::kBadConfiguration, error);
  } catch (const store::StoreError& error) {
    return fail(tools::exit_status_of(error), error);
  } catch (const tools::Failure& error) {
    return fail(error.status(), error);
  } catch (const tools::ReaderGone&) {
    end_by(SIGPIPE);
  } catch (const tools::Interrupted&) {
    end_by(tools::Interrupts::signal());
  } catch (const std::exception& error) {
    return fail(config::kFailed, error);
  }
}
