#include "http/transport/event_loop.hpp"

#include <pistache/reactor.h>

#include <exception>
#include <utility>
#include <vector>

#include "log/log.hpp"

namespace movie::http {
namespace {

namespace polling = Pistache::Polling;

polling::NotifyOn notify_on(Interest interest) {
  switch (interest) {
    case Interest::none:
      return polling::NotifyOn::None;
    case Interest::read:
      return polling::NotifyOn::Read;
    case Interest::write:
      return polling::NotifyOn::Write;
  }
  return polling::NotifyOn::None;
}

class Handler final : public Pistache::Aio::Handler {
 public:
  explicit Handler(EventLoop::OnEvents on_events) : on_events_(std::move(on_events)) {}

  // Only a reactor with threads of its own clones its handlers.
  std::shared_ptr<Pistache::Aio::Handler> clone() const override { return nullptr; }
  void registerPoller(polling::Epoll&) override {}

  // What leaves this function ends the process.
  void onReady(const Pistache::Aio::FdSet& ready) override {
    try {
      events_.clear();
      for (const auto& entry : ready) {
        // epoll also tells of an error alone; Pistache has no flag for it, so that such an entry
        // has none at all.
        const bool error = !entry.isReadable() && !entry.isWritable();
        events_.push_back({entry.getTag().value(), entry.isReadable(), entry.isWritable(),
                           entry.isHangup() || error});
      }
      on_events_(events_);
    } catch (const std::exception& error) {
      log::error("an HTTP worker's turn failed: {}", error.what());
    } catch (...) {
      log::error("an HTTP worker's turn failed with something that is no std::exception");
    }
  }

 private:
  EventLoop::OnEvents on_events_;
  std::vector<Event> events_;
};

}  // namespace

struct EventLoop::Impl {
  std::shared_ptr<Pistache::Aio::Reactor> reactor;
  Pistache::Aio::Reactor::Key key;
};

EventLoop::EventLoop(OnEvents on_events)
    : impl_(std::make_unique<Impl>(Impl{Pistache::Aio::Reactor::create(), {}})) {
  impl_->reactor->init();
  impl_->key = impl_->reactor->addHandler(std::make_shared<Handler>(std::move(on_events)));
}

EventLoop::~EventLoop() = default;

void EventLoop::watch(int fd, std::uint64_t tag, Interest interest, Trigger trigger) {
  impl_->reactor->registerFd(impl_->key, fd, notify_on(interest), polling::Tag(tag),
                             trigger == Trigger::edge ? polling::Mode::Edge : polling::Mode::Level);
}

void EventLoop::change(int fd, std::uint64_t tag, Interest interest) {
  impl_->reactor->modifyFd(impl_->key, fd, notify_on(interest), polling::Tag(tag));
}

void EventLoop::run() { impl_->reactor->run(); }

void EventLoop::stop() { impl_->reactor->shutdown(); }

}  // namespace movie::http
