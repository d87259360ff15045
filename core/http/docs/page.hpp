#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"

namespace movie::http {

/// A file of the documentation. No browser may take it for what `content_type` does not say.
inline Response docs_file(std::string_view content_type, std::string_view content) {
  Response response{.content_type = content_type, .body = std::string(content)};
  response.fields.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

/// Its page, which may load only what `sources`, directives of Content-Security-Policy, allow.
inline Response docs_page(std::string_view content, std::string_view sources) {
  auto response = docs_file("text/html; charset=utf-8", content);
  std::string policy =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  response.fields.emplace_back("Content-Security-Policy", policy.append(sources));
  return response;
}

}  // namespace movie::http
