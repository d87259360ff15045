#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <string>

#include "command.hpp"
#include "config/exit_status.hpp"
#include "failure.hpp"
#include "open_store.hpp"
#include "samples.hpp"
#include "writer.hpp"

namespace movie::tools {
namespace {

/// On a terminal only: a script has to say --yes.
void ask() {
  if (::isatty(STDIN_FILENO) == 0) {
    throw Failure(config::kUsage,
                  "reset removes every movie; say --yes, for there is no terminal to ask on");
  }
  fmt::print(stderr, "Remove every movie from this store? [y/N] ");
  std::string answer;
  std::getline(std::cin, answer);
  if (answer != "y" && answer != "Y" && answer != "yes")
    throw Failure(config::kFailed, "nothing was changed");
}

void clear(store::Store& store) {
  store::Operation clear(store::Verb::clear);
  clear.deadline = store::Clock::now() + std::chrono::minutes(5);
  store.session(true).execute(clear);
  expect_ok(clear, "removing the movies");
}

int reset(const config::Loaded& loaded, bool yes, std::int64_t count) {
  print_store(stdout, loaded);
  refuse_memory(loaded);
  if (!yes) ask();
  const auto store = open_current_store(loaded.config);
  clear(*store);
  Writer writer(*store);
  SampleRows rows(count);
  writer.write(rows);
  fmt::print("Reset complete with {} movies\n", writer.created());
  return config::kDone;
}

}  // namespace

void add_reset(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand(
      "reset", "Remove every movie and let ids begin at 1 again; a running server sees it at once");
  const auto yes = std::make_shared<bool>(false);
  command->add_flag("--yes", *yes, "Do not ask");
  const auto count = add_sample_option(*command, 0);
  command->callback([&chosen, yes, count] {
    chosen = [yes, count](const config::Loaded& loaded) { return reset(loaded, *yes, *count); };
  });
}

}  // namespace movie::tools
