#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Which cases there are, and which clauses of movie/store.h they show.
namespace movie::conformance {

struct Clause {
  int number;
  std::string_view text;
};

/// What a case's source says of it.
struct Source {
  std::string_view name;  ///< Topic.Case
  std::vector<int> clauses;
  /// Without each of these it is skipped: capabilities by their names in movie/store.h (sort, memo,
  /// …), and `sessions`, `writers` (several), `durable`, `schema`, `figures`, `bad_url`,
  /// `kill_server`, `retitle`, `out_of_memory`. None: a case of the core profile.
  std::vector<std::string_view> needs;
};

/// Those of the header, in its order; and what the cases' sources say. Both are written by
/// clauses.py when this is built.
const std::vector<Clause>& clauses();
const std::vector<Source>& sources();

/// One that this program can run.
struct Case {
  std::size_t number;  ///< from 1
  std::string filter;  ///< GoogleTest's name for it
  const Source* source;

  [[nodiscard]] std::string name() const { return std::string(source->name); }
  [[nodiscard]] bool core() const { return source->needs.empty(); }
};

/// All, as GoogleTest has them, which must be initialised. Throws std::logic_error when the sources
/// say other things.
std::vector<Case> cases();

/// "On/Topic" and "Case/mode" as a source has them: Topic.Case.
std::string name_in_source(std::string_view suite, std::string_view test);

/// Whether one of the patterns is meant for it: `Ids.BeginAtOne`, `Ids.*`, `S-26`. None: it is.
bool chosen(const Case& test, const std::vector<std::string>& patterns);

}  // namespace movie::conformance
