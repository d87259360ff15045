#include <memory>
#include <utility>

#include "http/bulk/check.hpp"
#include "http/handlers.hpp"

namespace movie::http {

Reply bulk_create_movies(const Call& call) {
  auto asked = read_bulk_request(call.request);
  if (!asked) return std::move(asked.error());
  return std::make_unique<BulkCheck>(*asked, std::static_pointer_cast<Spool>(call.request.sink));
}

}  // namespace movie::http
