// Any bytes as a request's target, and as the fields that are judged by hand.

#include "fuzz/fuzz.hpp"
#include "http/client_address.hpp"
#include "http/content_type.hpp"
#include "http/routes.hpp"
#include "http/target.hpp"
#include "model/text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using movie::fuzz::hold;
  namespace http = movie::http;
  const auto bytes = movie::fuzz::text_of(data, size);
  const auto target = http::Target::split(bytes);
  std::string buffer;
  const std::string path(http::decoded(target.path, buffer));
  hold(movie::text::is_utf8(path), "a path is text once it is decoded");
  const auto match = http::find_route("GET", path);
  hold(match.handler == nullptr || match.known_path, "a handler has a path");
  if (match.known_path) hold(!http::allowed_methods(path).empty(), "a path has methods");
  const auto location = http::location(path, target.query);
  hold(location.find_first_of("\r\n ") == std::string::npos, "a location is a field's value");
  static_cast<void>(http::is_json(bytes));
  http::Request request;
  request.peer = "127.0.0.1:1";
  request.fields.push_back({"X-Forwarded-For", bytes});
  const std::string trusted[]{"127.0.0.1"};
  const auto client = http::client_address(request, trusted);
  hold(client.find_first_not_of("0123456789abcdefABCDEF.:[]") == std::string::npos,
       "a client is an address");
  return 0;
}
