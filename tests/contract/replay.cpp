#include "contract/replay.hpp"

#include <rapidjson/document.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace movie::test {
namespace {

std::string chunk(const std::string& data) {
  if (data.empty()) return {};
  char size[24];
  std::snprintf(size, sizeof size, "%zx\r\n", data.size());
  return size + data + "\r\n";
}

bool names_header(const Step& step, const char* lower) {
  return std::ranges::any_of(step.headers, [&](const auto& header) {
    return std::ranges::equal(header.first, std::string_view(lower), {},
                              [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  });
}

std::string request_bytes(const Step& step, const Names& names) {
  std::string head = step.method + " " + with_ids(step.target, names.ids) + " HTTP/1.1\r\n";
  if (!names_header(step, "host"))
    head += "Host: " + names.base.substr(names.base.rfind('/') + 1) + "\r\n";
  for (const auto& [name, value] : step.headers) head += name + ": " + value + "\r\n";
  head = latin1(head);
  if (!step.body) return head + "\r\n";
  if (step.chunked) {
    const auto half = step.body->size() / 2;
    return head + "Transfer-Encoding: chunked\r\n\r\n" + chunk(step.body->substr(0, half)) +
           chunk(step.body->substr(half)) + "0\r\n\r\n";
  }
  if (!names_header(step, "content-length"))
    head += "Content-Length: " + std::to_string(step.body->size()) + "\r\n";
  return head + "\r\n" + *step.body;
}

}  // namespace

Replay::Replay(std::uint16_t port, std::string database) : port_(port) {
  names_.base = "http://127.0.0.1:" + std::to_string(port);
  names_.database = std::move(database);
}

HttpResponse Replay::send_once(const std::string& bytes, bool to_head) {
  if (!client_) client_.emplace(port_);
  client_->send(bytes);
  auto answer = client_->read(to_head);
  while (answer.status < 200) answer = client_->read(to_head);
  if (answer.field("connection") == "close") client_.reset();
  return answer;
}

/// A connection that was kept alive may have gone meanwhile: then once more on a new one.
HttpResponse Replay::send(const Step& step) {
  const auto bytes = request_bytes(step, names_);
  const bool kept = client_.has_value();
  try {
    return send_once(bytes, step.method == "HEAD");
  } catch (const std::exception&) {
    client_.reset();
    if (!kept) throw;
    return send_once(bytes, step.method == "HEAD");
  }
}

std::vector<std::string> Replay::note_id(const Step& step, const HttpResponse& answer) {
  const bool one_film =
      answer.status == 201 && step.method == "POST" && !step.target.starts_with("/movies/bulk");
  if (!one_film || answer.field("idempotency-replayed")) return {};  // that of an earlier step
  rapidjson::Document film;
  film.Parse(answer.body.data(), answer.body.size());
  if (film.HasParseError() || !film.IsObject() || !film.HasMember("id") || !film["id"].IsInt64()) {
    return {"201 without an id: " + answer.body};
  }
  const auto id = film["id"].GetInt64();
  const auto last = names_.ids.empty() ? 0 : names_.ids.back();
  names_.ids.push_back(id);
  if (id <= last) return {"id " + std::to_string(id) + " does not follow " + std::to_string(last)};
  if (step.next_id && last != 0 && id != last + 1)
    return {"id " + std::to_string(id) + " is not " + std::to_string(last) + " + 1"};
  if (step.first_id && id != 1) return {"the first id of an empty store is " + std::to_string(id)};
  return {};
}

std::vector<Replay::Problem> Replay::play(const Scenario& scenario) {
  std::vector<Problem> problems;
  names_.ids.clear();
  for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
    const Step& step = scenario.steps[i];
    const auto where = scenario.id + "." + std::to_string(i + 1) + " " + step.method + " " +
                       step.target.substr(0, 120);
    try {
      const auto answer = send(step);
      auto wrong = note_id(step, answer);
      for (auto& one : compare(step, names_, answer, Level::must)) wrong.push_back(std::move(one));
      const bool must = !wrong.empty() && !step.nice;
      if (wrong.empty()) wrong = compare(step, names_, answer, Level::nice);
      for (const auto& one : wrong) problems.push_back({where + ": " + one, must});
    } catch (const std::exception& error) {
      client_.reset();
      problems.push_back({where + ": no usable answer: " + error.what(), !step.nice});
    }
  }
  for (const auto id : names_.ids) {
    Step remove;
    remove.method = "DELETE";
    remove.target = "/movies/" + std::to_string(id);
    send(remove);
  }
  return problems;
}

}  // namespace movie::test
