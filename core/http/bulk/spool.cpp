#include "http/bulk/spool.hpp"

#include <system_error>
#include <utility>

namespace movie::http {

Spool::Spool(Spools& spools, bool for_results) : spools_(spools), for_results_(for_results) {
  ++spools_.taken_;
  if (for_results_) ++spools_.for_results_;
}

Spool::~Spool() {
  release();
  if (for_results_) --spools_.for_results_;
}

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

Result<std::shared_ptr<Spool>> Spools::open(bool for_results) try {
  // Of two that come at once for the last one both may get it, and that does no harm.
  if (taken_ >= kMost) return tl::unexpected(Error{Status::busy, "all spools are taken"});
  if (for_results && for_results_ >= kMostForResults)
    return tl::unexpected(Error{Status::busy, "too many results are still being read"});
  return std::make_shared<Spool>(*this, for_results);
} catch (const std::system_error& error) {
  return tl::unexpected(Error{Status::full, error.what()});
}

}  // namespace movie::http
