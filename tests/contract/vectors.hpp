#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace movie::test {

/// One request of a scenario and what its answer must be. Texts are as in vectors.jsonl: {id1},
/// {base} and {database} still stand in them, header text is UTF-8 and goes over the wire as
/// Latin-1.
struct Step {
  std::string method, target;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<std::string> body;
  bool chunked = false;
  bool nice = false;  ///< worth having, never a failure

  std::vector<int> statuses;  ///< any of them
  std::vector<std::pair<std::string, std::optional<std::string>>>
      expected_headers;        ///< nullopt: absent
  std::string mode = "exact";  ///< exact | json | ignore
  std::optional<std::string> expected_body;
  std::vector<std::string> loose, loose_headers;
  bool own = false, next_id = false, first_id = false;
};

struct Scenario {
  std::string id, topic, title;
  bool fresh = false;  ///< needs an empty store of its own
  std::vector<Step> steps;
};

/// Every scenario of a vectors.jsonl. Throws std::runtime_error naming the line.
std::vector<Scenario> load_vectors(const std::string& file);

/// `text` with each {idN} that has been created replaced by its id.
std::string with_ids(std::string text, const std::vector<long long>& ids);

/// Header text as it goes over the wire: a byte for each character up to U+00FF.
std::string latin1(const std::string& utf8);

std::string replaced(std::string text, const std::string& what, const std::string& with);

}  // namespace movie::test
