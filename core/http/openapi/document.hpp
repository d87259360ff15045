#pragma once

#include <string>
#include <string_view>

namespace movie::http {

/// The description of every route as OpenAPI 3.1: JSON text.
std::string openapi_document(std::string_view title, std::string_view version);

}  // namespace movie::http
