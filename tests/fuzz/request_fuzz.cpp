// Any bytes as a connection's: what comes of them does not depend on how they were cut.

#include <string>
#include <vector>

#include "fuzz/fuzz.hpp"
#include "http/parser/request_parser.hpp"

namespace {

using namespace movie::http;
using Progress = RequestParser::Progress;

/// Small ones, so that the fuzzer reaches them.
const Limits kLimits{.target_bytes = 256, .header_bytes = 512, .header_fields = 8};
constexpr std::size_t kMaxBody = 256;

/// The end of it: a head that is not whole is refused at once, or when the rest has come.
constexpr std::string_view kUndecided = "undecided";

std::vector<std::string> outcomes(std::string_view bytes, std::size_t piece) {
  RequestParser parser(kLimits, kMaxBody);
  std::vector<std::string> out;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    parser.append(bytes.substr(at, piece));
    for (Progress progress; (progress = parser.parse()) != Progress::need_more;) {
      if (progress == Progress::head) continue;  // its body goes into memory
      if (progress == Progress::refused) {
        out.emplace_back(kUndecided);
        return out;
      }
      const Request& request = parser.request();
      movie::fuzz::hold(request.body.size() <= kMaxBody, "a body stays within its limit");
      movie::fuzz::hold(request.target.size() <= kLimits.target_bytes, "so does a target");
      movie::fuzz::hold(request.fields.size() <= kLimits.header_fields, "so do fields");
      std::string text(request.method);
      text.append(" ").append(request.target).append(request.keep_alive ? " stays" : " closes");
      for (const Field& field : request.fields)
        text.append("\n").append(field.name).append(": ").append(field.value);
      out.push_back(text.append("\n\n").append(request.body));
      parser.pop();
    }
  }
  if (!parser.empty()) out.emplace_back(kUndecided);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0] % 32;
  const auto bytes = movie::fuzz::text_of(data + 1, size - 1);
  const auto whole = outcomes(bytes, bytes.size() + 1);
  movie::fuzz::hold(whole == outcomes(bytes, piece), "pieces make no difference");
  movie::fuzz::hold(whole == outcomes(bytes, 1), "nor do single bytes");
  return 0;
}
