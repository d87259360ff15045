#include "http/bulk/spool.hpp"

#include <system_error>
#include <utility>

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
} catch (const std::system_error& error) {
  trouble_ = error.what();
  return 503;
}

Result<std::shared_ptr<Spool>> Spools::open() try {
  // Of two that come at once for the last one both may get it, and that does no harm.
  if (taken_ >= kMost) return tl::unexpected(Error{Status::busy, "all spools are taken"});
  return std::make_shared<Spool>(*this);
} catch (const std::system_error& error) {
  return tl::unexpected(Error{Status::full, error.what()});
}

}  // namespace movie::http
