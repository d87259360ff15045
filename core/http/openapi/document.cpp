#include "http/openapi/document.hpp"

#include "http/embedded.hpp"
#include "json/write.hpp"

namespace movie::http {
namespace {

struct Part {
  std::string_view key;
  std::string_view (*value)() noexcept;
};

/// As in the table of routes.cpp; a test compares the two.
constexpr Part kPaths[] = {
    {"/health", embedded::health},
    {"/healthz", embedded::healthz},
    {"/livez", embedded::livez},
    {"/readyz", embedded::readyz},
    {"/movies", embedded::movies},
    {"/movies/bulk", embedded::movies_bulk},
    {"/movies/export", embedded::movies_export},
    {"/movies/{movie_id}", embedded::movie},
};

constexpr Part kComponents[] = {
    {"headers", embedded::headers},
    {"responses", embedded::responses},
    {"schemas", embedded::schemas},
};

template <std::size_t n>
void append_object(std::string& out, const Part (&parts)[n]) {
  char before = '{';
  for (const auto& [key, value] : parts) {
    out += before;
    json::append_string(out, key);
    out.append(":").append(value());
    before = ',';
  }
  out += '}';
}

}  // namespace

std::string openapi_document(std::string_view title, std::string_view version) {
  std::string out = R"({"openapi":"3.1.0","info":{"title":)";
  json::append_string(out, title);
  out += R"(,"version":)";
  json::append_string(out, version);
  out += R"(},"paths":)";
  append_object(out, kPaths);
  out += R"(,"components":)";
  append_object(out, kComponents);
  return out += '}';
}

}  // namespace movie::http
