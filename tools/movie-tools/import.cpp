#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "bulk/reader.hpp"
#include "command.hpp"
#include "config/exit_status.hpp"
#include "csv_input.hpp"
#include "interrupts.hpp"
#include "open_store.hpp"
#include "progress.hpp"
#include "writer.hpp"

namespace movie::tools {
namespace {

/// Films that are read and not yet written: a transaction must not wait for whoever writes to our
/// standard input.
class Buffer final : public store::RowSource {
 public:
  [[nodiscard]] bool full() const { return rows_.size() == kCapacity; }
  void add(MovieDraft row) { rows_.push_back(std::move(row)); }
  const MovieDraft* next() override { return given_ < rows_.size() ? &rows_[given_++] : nullptr; }
  void clear() {
    rows_.clear();
    given_ = 0;
  }

 private:
  static constexpr std::size_t kCapacity = 4096;
  std::vector<MovieDraft> rows_;
  std::size_t given_ = 0;
};

class Import {
 public:
  Import(store::Store& store, CsvInput& input)
      : reader_(bulk::open_reader(bulk::Format::csv,
                                  [&input](std::span<char> buffer) { return input.read(buffer); })),
        writer_(store),
        progress_(input.size()) {}

  void run() {
    Buffer buffer;
    for (bool more = true; more;) {
      more = fill(buffer);
      writer_.write(buffer);
      buffer.clear();
    }
  }

  /// What came of it; takes the progress bar away.
  std::string result() {
    progress_.clear();
    return fmt::format("{} movies, refused {}.", writer_.created(), refused_);
  }

 private:
  /// False: that was the last.
  bool fill(Buffer& buffer) {
    while (!buffer.full()) {
      auto row = reader_->next();
      if (std::holds_alternative<bulk::End>(row)) return false;
      if (auto* refusal = std::get_if<bulk::Refusal>(&row)) {
        ++refused_;
        progress_.clear();
        fmt::print(stderr, "{}\n", bulk::describe(*refusal, bulk::Format::csv));
      } else {
        buffer.add(std::get<MovieDraft>(std::move(row)));
      }
      progress_.show(reader_->bytes_read(), ++rows_);
    }
    return true;
  }

  std::unique_ptr<bulk::Reader> reader_;
  Writer writer_;
  Progress progress_;
  std::uint64_t rows_ = 0, refused_ = 0;
};

int import(const config::Loaded& loaded, const std::string& file) {
  print_store(stdout, loaded);
  refuse_memory(loaded);
  const Interrupts interrupts;
  CsvInput input(file);
  const auto store = open_current_store(loaded.config);
  Import job(*store, input);
  try {
    job.run();
  } catch (...) {
    fmt::print(stderr, "Incomplete: imported {}\n", job.result());
    throw;
  }
  fmt::print("Imported {}\n", job.result());
  return config::kDone;
}

}  // namespace

void add_import(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("import",
                                         "Add movies from CSV with a header that names title, year "
                                         "and genre; other columns are ignored");
  command->footer(
      "Rows that break the API's rules are refused: each is reported on standard error with its "
      "line, field and reason,\n"
      "and the others are imported. The exit status is 0 then, too.");
  const auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, "The file; -: standard input")->required();
  command->callback([&chosen, file] {
    chosen = [file](const config::Loaded& loaded) { return import(loaded, *file); };
  });
}

}  // namespace movie::tools
