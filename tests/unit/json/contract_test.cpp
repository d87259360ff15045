// Replays the contract's POST /movies straight through the JSON room: what replay.py asks of a
// running server, as far as bodies go.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "json/read.hpp"
#include "json/write.hpp"

namespace movie::json {
namespace {

using rapidjson::Value;

struct Step {
  std::string id, body, expected;
  bool declared_json = false, nice = false, exact = false, compared = false;
  std::vector<int> statuses;
  std::vector<std::string> loose;
};

struct Answer {
  int status = 0;
  std::string body;
};

std::string text_of(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

std::string decoded_base64(const std::string& text) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, count = 0;
  for (const char c : text) {
    const auto digit = alphabet.find(c);
    if (digit == std::string::npos) break;
    bits = bits << 6U | static_cast<unsigned>(digit);
    if ((count += 6) >= 8) out += static_cast<char>(bits >> (count -= 8));
  }
  return out;
}

std::string body_of(const Value& request) {
  if (request.HasMember("body")) return text_of(request["body"]);
  if (request.HasMember("body_b64")) return decoded_base64(text_of(request["body_b64"]));
  std::string body;
  if (request.HasMember("body_parts")) {
    for (const Value& part : request["body_parts"].GetArray()) {
      for (int times = part[1].GetInt(); times > 0; --times) body += text_of(part[0]);
    }
  }
  return body;
}

bool declares_json(const Value& request) {
  if (!request.HasMember("headers")) return false;
  for (const Value& header : request["headers"].GetArray()) {
    std::string name = text_of(header[0]), type = text_of(header[1]);
    for (auto* text : {&name, &type})
      std::transform(text->begin(), text->end(), text->begin(), ::tolower);
    type = type.substr(0, type.find(';'));
    type.erase(type.find_last_not_of(' ') + 1);
    if (name == "content-type") {
      return type == "application/json" ||
             (type.starts_with("application/") && type.ends_with("+json"));
    }
  }
  return false;
}

Step read_step(const Value& scenario) {
  const Value& raw = scenario["steps"][0];
  const Value& request = raw["request"];
  const Value& expect = raw["expect"];
  Step step;
  step.id = text_of(scenario["id"]);
  step.body = body_of(request);
  step.declared_json = declares_json(request);
  step.nice = raw.HasMember("compat") && text_of(raw["compat"]) == "nice";
  const std::string mode = expect.HasMember("mode") ? text_of(expect["mode"]) : "exact";
  step.exact = mode == "exact";
  step.compared = mode != "ignore" && expect.HasMember("body");
  if (step.compared) step.expected = text_of(expect["body"]);
  if (const auto id = step.expected.find("{id1}"); id != std::string::npos)
    step.expected.replace(id, 5, "1");
  if (expect["status"].IsArray()) {
    for (const Value& status : expect["status"].GetArray())
      step.statuses.push_back(status.GetInt());
  } else {
    step.statuses.push_back(expect["status"].GetInt());
  }
  if (expect.HasMember("loose")) {
    for (const Value& path : expect["loose"].GetArray()) step.loose.push_back(text_of(path));
  }
  return step;
}

/// The scenarios of one POST /movies whose answer depends on the body alone.
std::vector<Step> steps() {
  std::ifstream file(MOVIE_VECTORS);
  std::vector<Step> steps;
  for (std::string line; std::getline(file, line);) {
    rapidjson::Document scenario;
    scenario.Parse(line.c_str(), line.size());
    if (scenario.HasParseError() || scenario["steps"].Size() != 1) continue;
    const Value& request = scenario["steps"][0]["request"];
    if (text_of(request["method"]) != "POST" || text_of(request["target"]) != "/movies") continue;
    steps.push_back(read_step(scenario));
  }
  return steps;
}

Answer answer(const Step& step) {
  Faults faults;
  const auto draft = read_draft({step.body, step.declared_json}, faults);
  if (!draft) return {faults.status(), faults.body()};
  Answer answer{201, ""};
  append_movie(answer.body, {1, draft->title, draft->year, draft->genre});
  return answer;
}

void drop(Value& value, const std::string& path) {
  const auto dot = path.find('.');
  const std::string head = path.substr(0, dot);
  const auto visit = [&](Value& child) {
    if (dot == std::string::npos) {
      child.SetNull();
    } else {
      drop(child, path.substr(dot + 1));
    }
  };
  if (value.IsObject()) {
    for (auto& member : value.GetObject()) {
      if (head == "*" || text_of(member.name) == head) visit(member.value);
    }
  } else if (value.IsArray()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      if (head == "*" || head == std::to_string(i)) visit(value[i]);
    }
  }
}

bool same_meaning(const Step& step, const std::string& got) {
  rapidjson::Document a, b;
  a.Parse<rapidjson::kParseFullPrecisionFlag>(step.expected.c_str(), step.expected.size());
  b.Parse<rapidjson::kParseFullPrecisionFlag>(got.c_str(), got.size());
  if (a.HasParseError() || b.HasParseError()) return false;
  for (const std::string& path : step.loose) {
    drop(a, path);
    drop(b, path);
  }
  return a == b;
}

TEST(ContractTest, EveryCreateIsAnsweredAsRecorded) {
  const std::vector<Step> all = steps();
  ASSERT_GT(all.size(), 450U) << "of " << MOVIE_VECTORS;
  std::vector<std::string> nice;
  for (const Step& step : all) {
    const Answer got = answer(step);
    const bool status = std::count(step.statuses.begin(), step.statuses.end(), got.status) == 1;
    const bool bytes = !step.compared || got.body == step.expected;
    const bool meaning =
        bytes || ((!step.exact || !step.loose.empty()) && same_meaning(step, got.body));
    if (!step.nice) {
      EXPECT_TRUE(status && meaning)
          << step.id << ": got " << got.status << " " << got.body.substr(0, 700) << "\nwant "
          << step.expected.substr(0, 700);
    }
    if (!status || !bytes)
      nice.push_back(step.id + ": got " + got.body.substr(0, 300) + "\n  want " +
                     step.expected.substr(0, 300));
  }
  EXPECT_THAT(nice, testing::IsEmpty());
}

}  // namespace
}  // namespace movie::json
