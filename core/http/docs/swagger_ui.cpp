#include "http/docs/page.hpp"
#include "http/embedded.hpp"
#include "http/handlers.hpp"

namespace movie::http {
namespace {

/// The page names these with Swagger UI's version, so one name never has two contents.
Response versioned(Response response) {
  response.fields.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
  return response;
}

constexpr std::string_view kScript = "text/javascript; charset=utf-8";

}  // namespace

Reply docs(const Call&) {
  return docs_page(embedded::docs_page(),
                   "; connect-src 'self'; script-src 'self'; style-src 'self'; "
                   "img-src 'self' data:");
}

Reply docs_start(const Call&) { return docs_file(kScript, embedded::docs_start()); }

Reply docs_style(const Call&) {
  return versioned(docs_file("text/css; charset=utf-8", embedded::swagger_ui_css()));
}

Reply docs_script(const Call&) {
  return versioned(docs_file(kScript, embedded::swagger_ui_bundle_js()));
}

}  // namespace movie::http
