#pragma once

#include <tl/expected.hpp>

#include "bulk/format.hpp"
#include "http/message.hpp"

namespace movie::http {

inline constexpr std::string_view kBulkPath = "/movies/bulk";

/// What the fields of a POST /movies/bulk ask for.
struct BulkRequest {
  bulk::Format format = bulk::Format::json;
  bool partial = false;  ///< rows that are refused keep no others out
};

/// Or the answer, where they ask for what is not to be had.
tl::expected<BulkRequest, Response> read_bulk_request(const Request& head);

}  // namespace movie::http
