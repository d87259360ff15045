#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contract/compare.hpp"
#include "contract/vectors.hpp"
#include "support/http_client.hpp"

namespace movie::test {

/// Plays scenarios against a server, byte for byte as the vectors have them.
class Replay {
 public:
  Replay(std::uint16_t port, std::string database);

  struct Problem {
    std::string what;  ///< which step, what was sent, what came
    bool must = false;
  };
  /// Everything that was not as expected. Films that the scenario created are deleted again.
  std::vector<Problem> play(const Scenario& scenario);

 private:
  HttpResponse send(const Step& step);
  HttpResponse send_once(const std::string& bytes, bool to_head);
  std::vector<std::string> note_id(const Step& step, const HttpResponse& answer);

  std::uint16_t port_;
  Names names_;
  std::optional<HttpClient> client_;
};

}  // namespace movie::test
