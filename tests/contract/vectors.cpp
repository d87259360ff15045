#include "contract/vectors.hpp"

#include <rapidjson/document.h>

#include <fstream>
#include <stdexcept>
#include <string_view>

namespace movie::test {
namespace {

using Value = rapidjson::Value;

std::string text(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

std::vector<std::string> texts(const Value& object, const char* key) {
  std::vector<std::string> all;
  if (const auto found = object.FindMember(key); found != object.MemberEnd()) {
    for (const auto& item : found->value.GetArray()) all.push_back(text(item));
  }
  return all;
}

bool flag(const Value& object, const char* key) {
  return object.HasMember(key) && object[key].GetBool();
}

std::string from_base64(std::string_view in) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, held = 0;
  for (const char c : in) {
    const auto digit = kDigits.find(c);
    if (digit == std::string_view::npos) break;  // the padding
    held = (held << 6 | static_cast<unsigned>(digit)) & 0xffff;
    if ((bits += 6) >= 8) out += static_cast<char>(held >> (bits -= 8) & 0xff);
  }
  return out;
}

std::optional<std::string> request_body(const Value& request) {
  if (request.HasMember("body")) return text(request["body"]);
  if (request.HasMember("body_b64")) return from_base64(text(request["body_b64"]));
  if (!request.HasMember("body_parts")) return std::nullopt;
  std::string body;
  for (const auto& part : request["body_parts"].GetArray()) {
    for (int i = part[1].GetInt(); i > 0; --i) body += text(part[0]);
  }
  return body;
}

void read_request(const Value& request, Step& step) {
  step.method = text(request["method"]);
  step.target = text(request["target"]);
  if (request.HasMember("headers")) {
    for (const auto& header : request["headers"].GetArray()) {
      step.headers.emplace_back(text(header[0]), text(header[1]));
    }
  }
  step.body = request_body(request);
  step.chunked = flag(request, "chunked");
}

void read_expectation(const Value& expect, Step& step) {
  const auto& status = expect["status"];
  if (status.IsInt()) {
    step.statuses.push_back(status.GetInt());
  } else {
    for (const auto& one : status.GetArray()) step.statuses.push_back(one.GetInt());
  }
  for (const auto& header : expect["headers"].GetObject()) {
    step.expected_headers.emplace_back(text(header.name), header.value.IsNull()
                                                              ? std::nullopt
                                                              : std::optional(text(header.value)));
  }
  if (expect.HasMember("mode")) step.mode = text(expect["mode"]);
  if (expect.HasMember("body")) step.expected_body = text(expect["body"]);
  step.loose = texts(expect, "loose");
  step.loose_headers = texts(expect, "loose_headers");
  step.own = flag(expect, "own");
  step.next_id = flag(expect, "next_id");
  step.first_id = flag(expect, "first_id");
}

Scenario read_scenario(const Value& line) {
  Scenario scenario{
      text(line["id"]), text(line["topic"]), text(line["title"]), flag(line, "fresh"), {}};
  for (const auto& item : line["steps"].GetArray()) {
    Step& step = scenario.steps.emplace_back();
    step.nice = item.HasMember("compat") && text(item["compat"]) == "nice";
    read_request(item["request"], step);
    read_expectation(item["expect"], step);
  }
  return scenario;
}

}  // namespace

std::vector<Scenario> load_vectors(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file);
  std::vector<Scenario> scenarios;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty()) continue;
    rapidjson::Document document;
    document.Parse(line.data(), line.size());
    if (document.HasParseError())
      throw std::runtime_error(file + ":" + std::to_string(number) + ": not JSON");
    scenarios.push_back(read_scenario(document));
  }
  return scenarios;
}

std::string latin1(const std::string& utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    out += lead < 0x80
               ? utf8[i]
               : static_cast<char>(lead << 6 | (static_cast<unsigned char>(utf8[++i]) & 0x3f));
  }
  return out;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string with_ids(std::string text, const std::vector<long long>& ids) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    text = replaced(std::move(text), "{id" + std::to_string(i + 1) + "}", std::to_string(ids[i]));
  }
  return text;
}

}  // namespace movie::test
