#include "movie/plugin.hpp"

namespace {

using movie::sdk::Operation;
using movie::sdk::Query;
using movie::sdk::Row;
using movie::sdk::Status;

/// Its server never answers.
class UnreachableStore final : public movie::sdk::SimpleStore {
 public:
  explicit UnreachableStore(const movie::sdk::Open&) {
    throw movie::sdk::Failure(MOVIE_UNAVAILABLE, "nobody answers");
  }
  Status get(std::int64_t, Operation&) override { return MOVIE_UNAVAILABLE; }
  Status list(const Query&, Operation&) override { return MOVIE_UNAVAILABLE; }
  Status create(const Row&, Operation&) override { return MOVIE_UNAVAILABLE; }
  Status update(std::int64_t, const Row&, std::uint64_t, Operation&) override {
    return MOVIE_UNAVAILABLE;
  }
  Status remove(std::int64_t, Operation&) override { return MOVIE_UNAVAILABLE; }
};

}  // namespace

MOVIE_PLUGIN(UnreachableStore, "unreachable", "1.0", 0)
