#include "http/server.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "http/transport/acceptor.hpp"
#include "http/transport/budget.hpp"
#include "http/transport/listening.hpp"
#include "http/transport/worker.hpp"

namespace movie::http {
namespace {

// As many at once are told that they are too many; more are closed without a word.
constexpr std::size_t kTurnedAway = 128;

}  // namespace

struct Server::Impl {
  Impl(const ServerOptions& given, Application& application)
      : options(given),
        listening(listen_on(options.host, options.port)),
        port(port_of(listening.front())),
        acceptor(std::move(listening), [this](UniqueFd fd, std::string peer) {
          hand_over(std::move(fd), std::move(peer));
        }) {
    for (unsigned index = 0; index < thread_count(); ++index) {
      workers.push_back(std::make_unique<ReactorWorker>(index, options, application, shared));
    }
  }

  [[nodiscard]] unsigned thread_count() const { return std::max(1U, options.threads); }

  void call_workers() {
    for (const auto& worker : workers) worker->post([] {});
  }

  void hand_over(UniqueFd fd, std::string peer) {
    std::size_t connections = 0, turned_away = 0;
    for (const auto& worker : workers) {
      connections += worker->load();
      turned_away += worker->turned_away();
    }
    const bool welcome = connections < options.limits.connections;
    if (!welcome && turned_away >= kTurnedAway) return;
    const auto least =
        std::ranges::min_element(workers, {}, [](const auto& worker) { return worker->load(); });
    (*least)->adopt(std::move(fd), std::move(peer), welcome);
  }

  void stop(Clock::time_point until) {
    acceptor.stop();
    if (!std::exchange(running, false)) return;
    for (const auto& worker : workers) worker->drain();
    for (const auto& worker : workers) {
      if (!worker->ended_by(until)) worker->abandon();
    }
    for (const auto& worker : workers) worker->join();
  }

  const ServerOptions options;
  std::vector<UniqueFd> listening;
  const std::uint16_t port;
  Shared shared{.output{options.limits.output_bytes, thread_count()},
                .input{options.limits.input_bytes, thread_count()},
                .call_workers = [this] { call_workers(); }};
  std::vector<std::unique_ptr<ReactorWorker>> workers;
  Acceptor acceptor;  // ends before the workers that it gives connections to
  bool running = false;
};

Server::Server(const ServerOptions& options, Application& application)
    : impl_(std::make_unique<Impl>(options, application)) {}

Server::~Server() { impl_->stop(Clock::now()); }

std::uint16_t Server::port() const { return impl_->port; }

unsigned Server::threads() const { return static_cast<unsigned>(impl_->workers.size()); }

Worker& Server::worker(unsigned index) { return *impl_->workers.at(index); }

void Server::post_to_all(const std::function<void()>& task) {
  impl_->acceptor.post(task);
  for (const auto& worker : impl_->workers) worker->post(task);
}

void Server::run() {
  for (const auto& worker : impl_->workers) worker->start();
  impl_->running = true;
  impl_->acceptor.start();
}

void Server::take_leave() {
  for (const auto& worker : impl_->workers) worker->take_leave();
}

void Server::stop(std::chrono::milliseconds patience) { impl_->stop(Clock::now() + patience); }

}  // namespace movie::http
