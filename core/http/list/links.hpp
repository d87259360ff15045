#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/list/parameters.hpp"

namespace movie::http {

/// A page that was answered.
struct ListPage {
  std::int64_t rows = 0;     ///< how many films it holds
  bool more = false;         ///< others follow
  std::int64_t last_id = 0;  ///< its last film's; 0: none
  std::int64_t total = 0;    ///< of all that match, where it was asked for
};

/// How many pages of `size` hold `total` films.
std::int64_t page_count(std::int64_t total, std::int64_t size);

/// A Link field (RFC 8288) to the page's neighbours, next, prev, first, last, each the request's
/// own target with another place in it: by page, by after_id or by skip, as was asked. Relative, so
/// that a proxy's scheme and a forged Host do not matter. Empty: it has none.
std::string page_links(std::string_view query, const ListParameters& asked, const ListPage& page);

}  // namespace movie::http
