#include "store/title_keys.hpp"

#include <fmt/format.h>
#include <pthread.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "log/log.hpp"
#include "model/search_key.hpp"
#include "movie/store.h"
#include "store/operation_queue.hpp"

namespace movie::store {
namespace {

constexpr std::uint64_t kBatch = 64;  // as many films a commit, so that other writers hardly wait
constexpr std::chrono::seconds kPatience{2};
constexpr std::chrono::milliseconds kBreath{5};  // for writers of other programs to get in

struct Films final : Operation, RowSink {
  explicit Films(Verb which) : Operation(which) { rows = this; }
  bool take(const MovieView& row) override {
    found.push_back({row.id, std::string(row.title), row.year, std::string(row.genre)});
    return true;
  }
  std::vector<Movie> found;
};

}  // namespace

class TitleKeys::Keeper final : public Completion {
 public:
  Keeper(Lanes& lanes, std::chrono::milliseconds apart)
      : entrance_(lanes.entrance()), apart_(apart) {
    thread_ = std::thread([this] { work(); });
    ::pthread_setname_np(thread_.native_handle(), "title-keys");
  }
  ~Keeper() override {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  void completed(Operations operations) noexcept override {
    const std::lock_guard lock(mutex_);
    for (auto& operation : operations) done_.push_back(std::move(operation));
    changed_.notify_all();  // under the lock: once it is free, this may be gone
  }

 private:
  void work() {
    while (!pause(std::chrono::milliseconds(0))) {
      version_known_ = version_known_ || see_to_version();
      if (version_known_) see_to_films(Verb::unkeyed);
      if (pause(apart_)) return;
    }
  }

  /// True: the program ends.
  bool pause(std::chrono::milliseconds how_long) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, how_long, [this] { return ending_; });
  }

  /// Runs the operations and waits for all of them.
  Operations run(Operations operations) {
    const std::size_t count = operations.size();
    Operations back;
    for (auto& operation : operations) {
      operation->deadline = Clock::now() + kPatience;
      operation->reply_to = this;
      if (entrance_.submit(operation)) back.push_back(std::move(operation));
    }
    entrance_.send();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return back.size() + done_.size() == count; });
    for (auto& operation : done_) back.push_back(std::move(operation));
    done_.clear();
    return back;
  }

  std::unique_ptr<Operation> run(std::unique_ptr<Operation> operation) {
    Operations one;
    one.push_back(std::move(operation));
    return std::move(run(std::move(one)).front());
  }

  /// Whether it went well; why not is told once.
  bool well(const Operation& done, std::string_view what) {
    if (done.status == Status::ok) {
      trouble_.clear();
      return true;
    }
    const std::string now = fmt::format("{}: {}", name_of(done.status), done.message);
    if (now != trouble_ && done.status != Status::busy && done.status != Status::timeout)
      log::warning("searches may miss films: {} failed: {}", what, now);
    trouble_ = now;
    return false;
  }

  /// The version recorded before; nothing: the store did not answer.
  std::optional<std::int64_t> version(std::int64_t to_record) {
    auto operation = std::make_unique<Operation>(Verb::key_version);
    operation->id = to_record;
    const auto done = run(std::move(operation));
    return well(*done, "the version of title keys") ? std::optional(done->count) : std::nullopt;
  }

  /// A store without a version has no keys but those of programs like this one.
  bool see_to_version() {
    const std::int64_t own = text::search_key_version();
    const auto recorded = version(0);
    if (!recorded) return false;
    if (*recorded == own) return true;
    if (*recorded != 0) {
      log::info(
          "title keys were made with version {} of the folding, this program has {}: making them "
          "again",
          *recorded, own);
      if (!see_to_films(Verb::list)) return false;
    }
    return version(own).has_value();
  }

  /// Sets the keys of the films that `which` lists. False: not all, for the store failed or the
  /// program ends.
  bool see_to_films(Verb which) {
    std::uint64_t keyed = 0;
    std::int64_t after = 0;
    do {
      auto ask = std::make_unique<Films>(which);
      ask->query.after = after;
      ask->query.limit = kBatch;
      const auto done = run(std::move(ask));
      if (!well(*done, "the list of films without title keys")) return false;
      const auto& found = static_cast<const Films&>(*done).found;
      const auto set = set_keys(found);
      if (!set) return false;
      keyed += *set;
      if (found.size() < kBatch) {
        if (keyed > 0) log::info("{} films were given title keys", keyed);
        return true;
      }
      after = found.back().id;
    } while (!pause(kBreath));
    return false;
  }

  /// How many; nothing: the store cannot now. A film that cannot be changed (another program's
  /// rules may forbid it) does not keep the others from it.
  std::optional<std::uint64_t> set_keys(const std::vector<Movie>& films) {
    Operations operations;
    for (const Movie& film : films) {
      operations.push_back(std::make_unique<Operation>(Verb::set_key));
      operations.back()->id = film.id;
      operations.back()->values.title = film.title;
    }
    std::uint64_t set = 0;
    for (const auto& done : run(std::move(operations))) {
      if (done->status == Status::not_found) continue;  // gone, or changed and listed again
      const bool is_well = well(*done, fmt::format("the title key of film {}", done->id));
      if (!is_well && (may_pass(done->status) || done->status == Status::full)) return std::nullopt;
      if (is_well) ++set;
    }
    return set;
  }

  Lanes::Entrance entrance_;
  const std::chrono::milliseconds apart_;
  bool version_known_ = false;
  std::string trouble_;  // told last
  std::mutex mutex_;     // guards what follows
  std::condition_variable changed_;
  Operations done_;
  bool ending_ = false;
  std::thread thread_;
};

TitleKeys::TitleKeys(const Store& store, Lanes& lanes, std::chrono::milliseconds apart) {
  if (store.plugin().can(MOVIE_REKEYS)) keeper_ = std::make_unique<Keeper>(lanes, apart);
}
TitleKeys::~TitleKeys() = default;

}  // namespace movie::store
