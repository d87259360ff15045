#include <mutex>

#include "reference_store.hpp"

namespace {

using movie::sdk::Failure;

/// The reference within the bounds that its movie_limits tell: a host that goes beyond one is
/// refused. One of a single session, which forgets; one of two, of which one writes, which keeps.
class BoundedStore final : public movie::sdk::Store {
 public:
  explicit BoundedStore(const movie::sdk::Open& how)
      : films_(KEEPS ? movie::test::catalogue_of(how.url())
                     : std::make_shared<movie::test::Catalogue>()) {}

  movie::sdk::Limits limits() const override { return {SESSIONS, 1, kBatch, UINT64_MAX, false}; }

  std::shared_ptr<movie::sdk::Session> session(bool writer) override {
    const std::lock_guard lock(mutex_);
    if (sessions_ == SESSIONS) throw Failure(MOVIE_INVALID, "more sessions than max_sessions");
    if (writer && writers_ == 1) throw Failure(MOVIE_INVALID, "more writers than max_writers");
    auto* const made = new BoundedSession(films_);
    ++sessions_;
    writers_ += writer ? 1 : 0;
    return {made, [this, writer](BoundedSession* gone) {
              delete gone;
              const std::lock_guard closing(mutex_);
              --sessions_;
              writers_ -= writer ? 1 : 0;
            }};
  }

 private:
  static constexpr std::uint32_t kBatch = 7;

  struct BoundedSession final : movie::test::ReferenceStore {
    using ReferenceStore::ReferenceStore;
    void execute(const movie::sdk::Call& call) override {
      if (call.size() > kBatch) throw Failure(MOVIE_INVALID, "more operations than max_batch");
      ReferenceStore::execute(call);
    }
  };

  std::shared_ptr<movie::test::Catalogue> films_;
  std::mutex mutex_;  ///< of what is below
  unsigned sessions_ = 0, writers_ = 0;
};

}  // namespace

MOVIE_PLUGIN(BoundedStore, MODE, "1.0", movie::test::kEverything & ~std::uint64_t{LACKS})
