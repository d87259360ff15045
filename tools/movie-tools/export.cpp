#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <string>

#include "bulk/writer.hpp"
#include "command.hpp"
#include "config/exit_status.hpp"
#include "failure.hpp"
#include "format_option.hpp"
#include "interrupts.hpp"
#include "open_store.hpp"
#include "output.hpp"

namespace movie::tools {
namespace {

constexpr std::uint64_t kPage = 1000;

/// Films as text, a page at a time.
class Page final : public store::RowSink {
 public:
  explicit Page(bulk::Format format) : writer(format) {}
  bool take(const MovieView& row) override {
    writer.row(text, row);
    last_id = row.id;
    ++count;
    return true;
  }
  bulk::Writer writer;
  std::string text;
  std::int64_t last_id = 0;
  std::uint64_t count = 0;
};

/// Page by page from the id reached, so that neither side holds more than a page and no lock
/// outlives one.
std::uint64_t write_all(store::Store& store, bulk::Format format, Output& output) {
  store::Session session = store.session(false);
  std::uint64_t total = 0;
  Page page(format);
  page.writer.begin(page.text);
  do {
    page.count = 0;
    store::Operation list(store::Verb::list);
    list.query.after = page.last_id;
    list.query.limit = kPage;
    list.rows = &page;
    list.deadline = store::Clock::now() + std::chrono::seconds(30);
    session.execute(list);
    expect_ok(list, "reading movies");
    output.write(page.text);
    page.text.clear();
    total += page.count;
  } while (page.count == kPage);
  page.writer.end(page.text);
  output.write(page.text);
  return total;
}

int export_to(const config::Loaded& loaded, const std::string& file, bulk::Format format) {
  std::FILE* const words = file == "-" ? stderr : stdout;
  print_store(words, loaded);
  refuse_memory(loaded);
  const Interrupts interrupts;
  const auto store = open_current_store(loaded.config);
  Output output(file);
  const std::uint64_t total = write_all(*store, format, output);
  output.keep();
  fmt::print(words, "Exported {} movies.\n", total);
  return config::kDone;
}

}  // namespace

void add_export(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand(
      "export", "Write every movie, by id, as CSV (id,title,year,genre), JSON or NDJSON");
  const auto file = std::make_shared<std::string>("-");
  command
      ->add_option("FILE", *file, "The file, replaced only when all is written; -: standard output")
      ->capture_default_str();
  const auto format = std::make_shared<std::string>();
  add_format_option(*command, *format);
  command->callback([&chosen, file, format] {
    chosen = [file, format](const config::Loaded& loaded) {
      return export_to(loaded, *file, format_of(*format, *file));
    };
  });
}

}  // namespace movie::tools
