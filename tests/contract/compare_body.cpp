#include "contract/compare_body.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <string_view>

namespace movie::test {
namespace {

using rapidjson::Document;
using rapidjson::Value;

/// Python's json reads NaN and Infinity, and the vectors were recorded with it.
Document parse(const std::string& text) {
  Document document;
  document.Parse<rapidjson::kParseNanAndInfFlag>(text.data(), text.size());
  return document;
}

/// A list answer without the films of others.
std::string only_own(const std::string& text, const std::vector<long long>& ids) {
  Document list = parse(text);
  if (list.HasParseError() || !list.IsArray()) return text;
  for (auto* row = list.Begin(); row != list.End();) {
    const bool mine = row->IsObject() && row->HasMember("id") && (*row)["id"].IsInt64() &&
                      std::ranges::find(ids, (*row)["id"].GetInt64()) != ids.end();
    row = mine ? row + 1 : list.Erase(row);
  }
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  list.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

/// Makes what `path` ("detail.*.input") leads to the same everywhere.
void blank(Value& value, std::string_view path) {
  const auto dot = path.find('.');
  const auto key = path.substr(0, dot);
  const auto visit = [&](Value& inner) {
    if (dot == std::string_view::npos) {
      inner.SetString("(not compared)");
    } else {
      blank(inner, path.substr(dot + 1));
    }
  };
  if (value.IsObject()) {
    for (auto& member : value.GetObject()) {
      if (key == "*" ||
          key == std::string_view(member.name.GetString(), member.name.GetStringLength())) {
        visit(member.value);
      }
    }
  } else if (value.IsArray()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      if (key == "*" || key == std::to_string(i)) visit(value[i]);
    }
  }
}

bool same_json(const Step& step, const std::string& expected, const std::string& got) {
  Document a = parse(expected), b = parse(got);
  if (a.HasParseError() || b.HasParseError()) return false;
  for (const auto& path : step.loose) {
    blank(a, path);
    blank(b, path);
  }
  return a == b;  // the order of keys is free, 1 equals 1.0, true does not equal 1
}

}  // namespace

std::optional<std::string> compare_body(const Step& step, const Names& names,
                                        const HttpResponse& answer, Level level) {
  if (step.mode == "ignore" || !step.expected_body) return std::nullopt;
  const auto expected =
      replaced(with_ids(*step.expected_body, names.ids), "{database}", names.database);
  const auto got =
      step.own && answer.status == 200 ? only_own(answer.body, names.ids) : answer.body;
  const bool by_bytes = level == Level::nice || (step.mode == "exact" && step.loose.empty());
  if (by_bytes ? got == expected : same_json(step, expected, got)) return std::nullopt;
  return "body (" + step.mode + ")\n    got  " + got.substr(0, 700) + "\n    want " +
         expected.substr(0, 700);
}

}  // namespace movie::test
