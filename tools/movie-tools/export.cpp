#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <string>

#include "bulk/page.hpp"
#include "command.hpp"
#include "config/exit_status.hpp"
#include "failure.hpp"
#include "format_option.hpp"
#include "interrupts.hpp"
#include "open_store.hpp"
#include "output.hpp"

namespace movie::tools {
namespace {

class PageSink final : public store::RowSink {
 public:
  explicit PageSink(bulk::Page& page) : page_(page) {}
  bool take(const MovieView& row) override { return page_.add(row); }

 private:
  bulk::Page& page_;
};

/// Page by page from the id reached, so that neither side holds more than a page and no lock
/// outlives one.
std::uint64_t write_all(store::Store& store, bulk::Format format, Output& output) {
  store::Session session = store.session(false);
  std::uint64_t total = 0;
  bulk::Page page(format);
  PageSink sink(page);
  for (bool more = true; more;) {
    store::Operation list(store::Verb::list);
    list.query.after = page.last_id();
    list.query.limit = bulk::Page::kMostRows;
    list.rows = &sink;
    list.deadline = store::Clock::now() + std::chrono::seconds(30);
    session.execute(list);
    expect_ok(list, "reading movies");
    total += page.rows();
    more = page.is_full();
    output.write(page.turn());
  }
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
