#pragma once

#include <vector>

#include "link.hpp"

namespace movie::pg {

/// A page of all films by id, to which it is a long walk.
bool far_page(const sdk::Query& query, bool total);

/// Far pages, in one walk over the index, of one snapshot. The walk is cut into hops: a server that
/// walked in one go would have a processor for as long as its time slice lasts, while others wait
/// for it; between two hops it waits for the next one, and they run.
void far_pages(Link& link, std::vector<sdk::Operation*> pages, Clock::time_point deadline);

}  // namespace movie::pg
