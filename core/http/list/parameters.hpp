#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "json/faults.hpp"
#include "store/operation.hpp"

namespace movie::http {

enum class ListFormat : std::uint8_t { json, csv };

/// What GET /movies is asked for; /openapi.json says what each parameter means.
struct ListParameters {
  store::Query query;  ///< its limit is that of one page
  ListFormat format = ListFormat::json;
  bool count = false;                ///< asked for with count=true
  std::optional<std::int64_t> page;  ///< page_size was given: which page, from 1
  bool after = false;                ///< after_id was given
  /// More than skip, limit and genre was asked for: only then is a page told its neighbours, for
  /// finding them costs a plain list a tenth of its time.
  bool links = false;
};

/// Reads a query string, not decoded, and an Accept field. Nothing if a fault was added. Parameters
/// that are not known are ignored; of one given twice the last counts, but for genre_in.
std::optional<ListParameters> read_list_parameters(std::string_view query,
                                                   std::optional<std::string_view> accept,
                                                   json::Faults& faults);

}  // namespace movie::http
