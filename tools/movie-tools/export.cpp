#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <string>

#include "bulk/csv_writer.hpp"
#include "command.hpp"
#include "config/exit_status.hpp"
#include "failure.hpp"
#include "interrupts.hpp"
#include "open_store.hpp"
#include "output.hpp"

namespace movie::tools {
namespace {

constexpr std::uint64_t kPage = 1000;

/// A page of films as CSV text.
class Page final : public store::RowSink {
 public:
  bool take(const MovieView& row) override {
    bulk::append_csv(text, row);
    last_id = row.id;
    ++count;
    return true;
  }
  std::string text;
  std::int64_t last_id = 0;
  std::uint64_t count = 0;
};

/// Page by page from the id reached, so that neither side holds more than a page and no lock
/// outlives one.
std::uint64_t write_all(store::Store& store, Output& output) {
  store::Session session = store.session(false);
  std::uint64_t total = 0;
  Page page;
  output.write(bulk::kCsvHeader);
  do {
    page.text.clear();
    page.count = 0;
    store::Operation list(store::Verb::list);
    list.query.after = page.last_id;
    list.query.limit = kPage;
    list.rows = &page;
    list.deadline = store::Clock::now() + std::chrono::seconds(30);
    session.execute(list);
    expect_ok(list, "reading movies");
    output.write(page.text);
    total += page.count;
  } while (page.count == kPage);
  return total;
}

int export_to(const config::Loaded& loaded, const std::string& file) {
  std::FILE* const words = file == "-" ? stderr : stdout;
  print_store(words, loaded);
  refuse_memory(loaded);
  const Interrupts interrupts;
  const auto store = open_current_store(loaded.config);
  Output output(file);
  const std::uint64_t total = write_all(*store, output);
  output.keep();
  fmt::print(words, "Exported {} movies.\n", total);
  return config::kDone;
}

}  // namespace

void add_export(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("export", "Write every movie as CSV: id,title,year,genre");
  const auto file = std::make_shared<std::string>("-");
  command
      ->add_option("FILE", *file, "The file, replaced only when all is written; -: standard output")
      ->capture_default_str();
  command->callback([&chosen, file] {
    chosen = [file](const config::Loaded& loaded) { return export_to(loaded, *file); };
  });
}

}  // namespace movie::tools
