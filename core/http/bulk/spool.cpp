#include "http/bulk/spool.hpp"

#include <exception>
#include <utility>

#include "log/log.hpp"

namespace movie::http {

Spool::Spool(Spools& spools) : spools_(spools) { ++spools_.taken_; }

Spool::~Spool() { release(); }

void Spool::release() noexcept {
  if (std::exchange(counts_, false)) --spools_.taken_;
}

std::uint64_t Spool::most() const { return spools_.most_bytes_; }

int Spool::take(std::string_view bytes) try {
  file_.append(bytes);
  return 0;
} catch (const std::exception& error) {
  log::error("a body could not be kept: {}", error.what());
  return 503;
}

std::shared_ptr<Spool> Spools::open() noexcept try {
  // Of two that come at once for the last one both may get it, and that does no harm.
  return taken_ < kMost ? std::make_shared<Spool>(*this) : nullptr;
} catch (const std::exception& error) {
  log::error("a body could not be taken: {}", error.what());
  return nullptr;
}

}  // namespace movie::http
