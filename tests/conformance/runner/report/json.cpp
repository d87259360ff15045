#include <rapidjson/ostreamwrapper.h>
#include <rapidjson/prettywriter.h>

#include <ostream>

#include "runner/report.hpp"

namespace movie::conformance {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::OStreamWrapper>;

void put(Writer& writer, const char* name, std::string_view value) {
  writer.Key(name);
  const std::string text = clean(value);
  writer.String(text.c_str(), static_cast<rapidjson::SizeType>(text.size()));
}

template <class Names>
void put_names(Writer& writer, const char* name, const Names& names) {
  writer.Key(name);
  writer.StartArray();
  for (const auto& one : names)
    writer.String(one.data(), static_cast<rapidjson::SizeType>(one.size()));
  writer.EndArray();
}

void put_case(Writer& writer, const Options& options, const Case& test, const Result& result) {
  writer.StartObject();
  put(writer, "name", test.name());
  put(writer, "level", test.core() ? "core" : "extended");
  put_names(writer, "needs", test.source->needs);
  writer.Key("clauses");
  writer.StartArray();
  for (const int clause : test.source->clauses) writer.Int(clause);
  writer.EndArray();
  put(writer, "result", word(result.finding));
  writer.Key("seconds");
  writer.Double(result.seconds);
  if (!result.why.empty()) put(writer, "why", result.why);
  if (failed(result.finding)) {
    put(writer, "again", replay(options, test.name()));
    put(writer, "output", result.output);
  }
  writer.EndObject();
}

}  // namespace

void write_json(std::ostream& out, const Options& options, const Run& run) {
  rapidjson::OStreamWrapper stream(out);
  Writer writer(stream);
  const Verdict found = verdict(run);
  writer.StartObject();
  put(writer, "plugin", run.claims.name);
  put(writer, "version", run.claims.version);
  put(writer, "file", options.backend.file.string());
  put_names(writer, "has", run.claims.has);
  put(writer, "profile", options.profile);
  writer.Key("seed");
  writer.Uint64(options.seed);
  writer.Key("seconds");
  writer.Double(run.seconds);
  put(writer, "verdict", word(found.level));
  put(writer, "why", found.why);
  writer.Key("cases");
  writer.StartArray();
  for (std::size_t at = 0; at < run.cases.size(); ++at)
    put_case(writer, options, run.cases[at], run.results[at]);
  writer.EndArray();
  writer.EndObject();
  out << "\n";
}

}  // namespace movie::conformance
