#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command.hpp"
#include "config/exit_status.hpp"
#include "failure.hpp"
#include "films.hpp"
#include "format_option.hpp"
#include "input.hpp"
#include "interrupts.hpp"
#include "open_store.hpp"
#include "refusals.hpp"
#include "writer.hpp"

namespace movie::tools {
namespace {

struct Wanted {
  std::string file;
  std::string format;  ///< empty: by the file's ending
  std::optional<std::string> report;
  bool strict = false;
  bool keep_ids = false;

  [[nodiscard]] bulk::Purpose purpose() const {
    return keep_ids ? bulk::Purpose::restore : bulk::Purpose::add;
  }
};

/// Films that are read and not yet written: a transaction must not wait for whoever writes to our
/// standard input.
class Buffer final : public store::RowSource {
 public:
  /// False: those were the last.
  bool fill(Films& films) {
    rows_.clear();
    given_ = 0;
    while (rows_.size() < kCapacity) {
      std::optional<MovieDraft> film = films.next();
      if (!film) return false;
      rows_.push_back(std::move(*film));
    }
    return true;
  }
  const MovieDraft* next() override { return given_ < rows_.size() ? &rows_[given_++] : nullptr; }

 private:
  static constexpr std::size_t kCapacity = 4096;
  std::vector<MovieDraft> rows_;
  std::size_t given_ = 0;
};

/// The films of a file on its way into one transaction.
class Stream final : public store::RowSource {
 public:
  explicit Stream(Films& films) : films_(films) {}
  const MovieDraft* next() override {
    try {
      Interrupts::check();
      film_ = films_.next();
      return film_ ? &*film_ : nullptr;
    } catch (...) {
      error_ = std::current_exception();
      throw;
    }
  }
  /// Throws what ended it, if anything did: the store could not pass it on.
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  Films& films_;
  std::optional<MovieDraft> film_;
  std::exception_ptr error_;
};

class Import {
 public:
  Import(store::Store& store, Input& input, const Wanted& wanted)
      : input_(input),
        wanted_(wanted),
        format_(format_of(wanted.format, wanted.file)),
        refusals_(wanted.report),
        writer_(store) {}

  void run() {
    try {
      if (wanted_.strict || wanted_.keep_ids) input_.stage();
      if (wanted_.strict) check();
      Films films(input_, format_, wanted_.purpose(), refusals_);
      wanted_.keep_ids ? restore(films) : add(films);
    } catch (...) {
      refusals_.keep_while_failing();
      throw;
    }
  }

  /// Once all is imported.
  void keep_report() {
    try {
      refusals_.keep();
    } catch (const Failure& error) {
      throw Failure(
          error.status(),
          fmt::format("all was imported, but the report could not be written: {}", error.what()));
    }
  }

  [[nodiscard]] std::string result() const {
    return fmt::format("{} movies, refused {}.", writer_.created(), refusals_.count());
  }

 private:
  /// Reads all of it before anything is written.
  void check() {
    Films films(input_, format_, wanted_.purpose(), refusals_);
    while (films.next()) {
    }
    if (refusals_.count() > 0) {
      throw Failure(config::kFailed,
                    fmt::format("{} of {} rows were refused; with --strict none is "
                                "imported then",
                                refusals_.count(), films.rows()));
    }
    input_.rewind();
  }

  void add(Films& films) {
    Buffer buffer;
    for (bool more = true; more;) {
      more = buffer.fill(films);
      writer_.write(buffer);
    }
  }

  void restore(Films& films) {
    Stream stream(films);
    try {
      if (writer_.restore(stream) == Status::ok) return;
    } catch (const Failure&) {
      stream.rethrow();
      throw;
    }
    throw Failure(config::kFailed,
                  "the store has movies; --keep-ids needs an empty one (movie-tools reset)");
  }

  Input& input_;
  const Wanted& wanted_;
  bulk::Format format_;
  Refusals refusals_;
  Writer writer_;
};

/// A report takes the place of the file that it names. Throws Failure.
void refuse_report(const std::string& report, const Input& input) {
  if (report.empty()) throw Failure(config::kUsage, "--report needs the name of a file");
  if (input.is(report)) {
    throw Failure(config::kUsage,
                  fmt::format("the report {} is the file to import, and would replace it", report));
  }
}

int import(const config::Loaded& loaded, const Wanted& wanted) {
  print_store(stdout, loaded);
  refuse_memory(loaded);
  const Interrupts interrupts;
  Input input(wanted.file);
  if (wanted.report) refuse_report(*wanted.report, input);
  const auto store = open_current_store(loaded.config);
  Import job(*store, input, wanted);
  try {
    job.run();
  } catch (...) {
    fmt::print(stderr, "Incomplete: imported {}\n", job.result());
    throw;
  }
  fmt::print("Imported {}\n", job.result());
  job.keep_report();
  return config::kDone;
}

constexpr const char* kFooter =
    R"(CSV has a header that names title, year and genre, JSON is an array of objects, NDJSON an object a line; whatever else
is in a row is ignored. Rows that break the API's rules are refused: each is reported on standard error with its line,
field and reason, and the others are imported. The exit status is 0 then, too, unless --strict was asked for.

--keep-ids restores an export, text included as it stands: all of it in one transaction, so that the store is either
restored or still empty.)";

}  // namespace

void add_import(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("import", "Add movies from CSV, JSON or NDJSON");
  command->footer(kFooter);
  const auto wanted = std::make_shared<Wanted>();
  command->add_option("FILE", wanted->file, "The file; -: standard input")->required();
  add_format_option(*command, wanted->format);
  command->add_flag("--strict", wanted->strict,
                    "Import nothing if a row is refused; all rows are checked first");
  command
      ->add_option("--report", wanted->report,
                   "Write refused rows there instead, an object a line: line, row, problems")
      ->type_name("FILE");
  command->add_flag(
      "--keep-ids", wanted->keep_ids,
      "Give movies the ids they have in the file, which must ascend; for an empty store");
  command->callback([&chosen, wanted] {
    chosen = [wanted](const config::Loaded& loaded) { return import(loaded, *wanted); };
  });
}

}  // namespace movie::tools
