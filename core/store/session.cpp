#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "store/contract.hpp"
#include "store/guarded_call.hpp"
#include "store/list_walk.hpp"
#include "store/slot.hpp"
#include "store/store.hpp"

namespace movie::store {
namespace {

/// Whether the question itself can be put to this plug-in; ok: yes.
Status answerable(const Operation& operation, const Plugin& plugin) {
  const MoviePatch& values = operation.values;
  switch (operation.verb) {
    case Verb::create:
      if (!values.title || !values.year || !values.genre) return Status::invalid;
      return !operation.memo || plugin.can(MOVIE_MEMO) ? Status::ok : Status::unsupported;
    case Verb::create_many:
      if (operation.source == nullptr) return Status::invalid;
      return plugin.can(MOVIE_MANY | (operation.if_empty ? MOVIE_IF_EMPTY : 0u) |
                        (operation.keep_ids ? MOVIE_KEEP_ID : 0u))
                 ? Status::ok
                 : Status::unsupported;
    case Verb::update:
    case Verb::remove:
      return !operation.expect || plugin.can(MOVIE_EXPECT) ? Status::ok : Status::unsupported;
    case Verb::clear:
      return plugin.can(MOVIE_CLEARS) ? Status::ok : Status::unsupported;
    case Verb::unkeyed:
    case Verb::key_version:
      return plugin.can(MOVIE_REKEYS) ? Status::ok : Status::unsupported;
    case Verb::set_key:
      if (!values.title) return Status::invalid;
      return plugin.can(MOVIE_REKEYS) ? Status::ok : Status::unsupported;
    default:
      return Status::ok;
  }
}

bool needs_walk(const Operation& operation, const Plugin& plugin) {
  return operation.verb == Verb::list && !plugin.can(list_bits(operation.query));
}

}  // namespace

/// A session and what its calls are made of, kept from call to call.
struct Session::Impl {
  const Plugin& plugin;
  Suspicion& suspicion;
  movie_session* handle;
  std::size_t max_batch;
  std::deque<Slot> slots{};  // slots have an address for life
  std::vector<const movie_op*> ops{};
  Clock::time_point deadline{};
  std::string_view trace{};

  Impl(const Plugin& of, Suspicion& of_it, movie_session* session, std::size_t most)
      : plugin(of), suspicion(of_it), handle(session), max_batch(most == 0 ? SIZE_MAX : most) {}
  ~Impl() {
    thrown_by(suspicion, plugin, "session_close", [this] { plugin.table->session_close(handle); });
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void add(Operation& operation) {
    if (slots.size() == ops.size()) slots.emplace_back();
    slots[ops.size()].ask(operation, plugin.can(MOVIE_SEARCH));
    ops.push_back(slots[ops.size()].op());
    deadline = std::max(deadline, operation.deadline);
    trace = operation.trace;
  }

  /// Calls the plug-in with what was added.
  void run(bool no_wait) noexcept;
  void abandon(const std::string& why);
};

void Session::Impl::run(bool no_wait) noexcept {
  if (ops.empty()) return;
  const movie_call call{sizeof(movie_call),
                        no_wait ? MOVIE_NO_WAIT : 0u,
                        as_nanoseconds(deadline),
                        as_text(ops.size() == 1 ? trace : std::string_view()),
                        ops.size(),
                        ops.data()};
  const std::size_t count = ops.size();
  std::int32_t returned = MOVIE_UNSET;
  const std::string thrown = thrown_by(suspicion, plugin, "execute",
                                       [&] { returned = plugin.table->execute(handle, &call); });
  if (thrown.empty()) {
    for (std::size_t i = 0; i < count; ++i) slots[i].conclude(returned, no_wait);
  } else {
    abandon("the plug-in threw an exception: " + thrown);
  }
  ops.clear();
  deadline = {};
}

void Session::Impl::abandon(const std::string& why) {
  for (std::size_t i = 0; i < ops.size(); ++i) slots[i].abandon(why.c_str());
}

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

void Session::execute(std::span<Operation* const> operations, bool no_wait) noexcept {
  for (Operation* operation : operations) {
    const Status status = answerable(*operation, impl_->plugin);
    operation->count = 0;
    operation->message.clear();
    operation->status = status == Status::ok ? Status::unset : status;
    if (status != Status::ok || needs_walk(*operation, impl_->plugin)) continue;
    impl_->add(*operation);
    if (impl_->ops.size() >= impl_->max_batch) impl_->run(no_wait);
  }
  impl_->run(no_wait);
  for (Operation* operation : operations) {
    if (operation->status != Status::unset) continue;
    if (no_wait) {
      operation->status = Status::again;  // a walk is long
    } else {
      walk_list(*operation, [this](Operation& page) { execute(page); });
    }
  }
}

Session Store::session(bool writer) {
  movie_session* handle = nullptr;
  call_or_throw(suspicion_, plugin_, {"no-session", "a session", "session_open"},
                [&](movie_error* error) {
                  const std::int32_t status =
                      plugin_.table->session_open(handle_, writer ? 1 : 0, &handle, error);
                  return status == MOVIE_OK && handle == nullptr ? MOVIE_INTERNAL : status;
                });
  return Session(std::make_unique<Session::Impl>(plugin_, suspicion_, handle, limits_.max_batch));
}

}  // namespace movie::store
