#pragma once

#include <string_view>

/// Files that the build puts into the program (embed.cmake): nothing to find, or to lose, beside
/// it.
namespace movie::http::embedded {

// openapi/
std::string_view health() noexcept;
std::string_view healthz() noexcept;
std::string_view livez() noexcept;
std::string_view readyz() noexcept;
std::string_view movies() noexcept;
std::string_view movies_bulk() noexcept;
std::string_view movies_export() noexcept;
std::string_view movie() noexcept;
std::string_view headers() noexcept;
std::string_view responses() noexcept;
std::string_view schemas() noexcept;

// docs/; without Swagger UI only the page
std::string_view docs_page() noexcept;
std::string_view docs_start() noexcept;
std::string_view swagger_ui_css() noexcept;
std::string_view swagger_ui_bundle_js() noexcept;

}  // namespace movie::http::embedded
