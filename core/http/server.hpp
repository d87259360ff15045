#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "http/body_sink.hpp"
#include "http/message.hpp"

namespace movie::http {

using Clock = std::chrono::steady_clock;

class Worker;

/// Names a request that is being answered, across threads and after its connection may be gone.
/// Never given twice.
struct Ticket {
  std::uint32_t slot = 0;
  std::uint64_t generation = 0;
};

/// One request and the way to answer it. Belongs to its worker: used on that thread only.
class Exchange {
 public:
  virtual ~Exchange() = default;
  [[nodiscard]] virtual const Request& request() const = 0;
  [[nodiscard]] virtual Worker& worker() = 0;
  [[nodiscard]] virtual Ticket ticket() const = 0;
  [[nodiscard]] virtual Clock::time_point received() const = 0;  ///< when its last byte had come
  /// Exactly once. The request and, unless another follows, the exchange are gone afterwards, or,
  /// if the answer has a rest, with the last piece. Within serve() the answer leaves when serve()
  /// has returned, together with those to the requests pipelined behind.
  virtual void answer(Response response) = 0;

  /// It was answered, and a rest of the body is still to come.
  [[nodiscard]] virtual bool begun() const = 0;
  /// The piece that BodyRest::more() asked for, and what follows it; none: it was the last.
  virtual void send(std::string piece, std::unique_ptr<BodyRest> rest) = 0;
  /// The body cannot be completed: the connection is reset, so that no client takes what it has for
  /// the whole.
  virtual void abort() = 0;
};

/// One reactor thread with its connections.
class Worker {
 public:
  virtual ~Worker() = default;
  [[nodiscard]] virtual unsigned index() const = 0;  ///< 0 .. threads - 1
  /// [any thread] Runs `task` on the worker's thread, soon and in order; one wake-up for many. It
  /// must not throw. Once the worker has ended, tasks are dropped.
  virtual void post(std::function<void()> task) = 0;
  /// [the worker's thread] The exchange if it still waits for its answer, else nullptr (client
  /// gone, or answered).
  virtual Exchange* find(Ticket ticket) = 0;
};

/// What is to become of a request whose fields have come and whose body has not.
struct BodyPlan {
  std::shared_ptr<BodySink> sink{};  ///< the body goes there; none: into Request::body
  std::optional<Response> answer{};  ///< in place of it all; the connection closes after it
};

/// What stands behind the transport. Called on the workers' threads; must neither block nor throw.
class Application {
 public:
  virtual ~Application() = default;
  /// Called when `head`, which has no body yet, announces one.
  virtual BodyPlan plan_body([[maybe_unused]] const Request& head) { return {}; }
  /// Answers at once, or keeps exchange.ticket() and answers later through worker.find().
  virtual void serve(Exchange& exchange) = 0;
  /// The request's time is up (ServerOptions::request_timeout) and it has no answer: answers now.
  /// Never called for one whose body went into a sink: what takes long to send may take long.
  virtual void overdue(Exchange& exchange) = 0;
  /// The worker has served what was ready and is about to wait: what serve() has put off is to go
  /// on its way.
  virtual void turn_ends(Worker& worker) = 0;
  /// The answer to what could not be read as a request (400, 413, 414, 431, 501, 505), came too
  /// slowly (408) or on a connection too many (503); `request` holds as much as was read. The
  /// connection closes after it.
  virtual Response refuse(const Request& request, int status) = 0;
};

/// What a client may ask of the transport. Beyond it a request is refused, or a connection closed.
struct Limits {
  std::size_t connections = 16'384;
  std::size_t target_bytes = 8 << 10;
  std::size_t header_bytes = 16 << 10;  ///< all field lines, or all trailers, of a request
  std::size_t header_fields = 64;
  std::chrono::milliseconds idle_time{60'000};  ///< without a byte of a next request
  /// From a request's first byte to the end of its fields.
  std::chrono::milliseconds header_time{10'000};
  /// What its body has from there on. It earns a second for each body_bytes_per_second received,
  /// but never has more than body_time left: it has to go on coming, then it may take as long as it
  /// likes.
  std::chrono::milliseconds body_time{30'000};
  std::size_t body_bytes_per_second = 16 << 10;
  /// Of requests that are not whole or not answered yet, on all connections together, those up to 4
  /// KiB and bodies in sinks left out: beyond it the ones that have held most for longest (bytes
  /// times seconds) are refused with 503 before they are whole.
  std::size_t input_bytes = 12 << 20;
  /// Of answers that clients do not take, on all connections together: beyond it those are cut off
  /// that have taken nothing for longest.
  std::size_t output_bytes = 64 << 20;
  std::chrono::milliseconds write_time{30'000};  ///< without the client taking a byte of an answer
  /// After an answer that ends a connection what still comes is thrown away until the client
  /// closes, so that no reset overtakes the answer: as long as something comes every linger_pause,
  /// within linger_time and linger_bytes.
  std::chrono::milliseconds linger_pause{2'000}, linger_time{30'000};
  std::size_t linger_bytes = 64 << 20;
  /// While stopping, connections without a request stay open that long: one may be on its way.
  std::chrono::milliseconds drain_grace{200};
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8000;  ///< 0: any free one
  unsigned threads = 1;
  std::size_t max_body_bytes = 1 << 20;  ///< of a body that goes into Request::body
  /// From request read to answer begun, and for each further piece of it from asked to given.
  std::chrono::milliseconds request_timeout{4'000};
  Limits limits{};
};

/// The address could not be had.
class BindError : public std::runtime_error {
 public:
  BindError(int error, const std::string& what) : std::runtime_error(what), error_(error) {}
  [[nodiscard]] int error() const { return error_; }  ///< errno: EADDRINUSE, EACCES, …

 private:
  int error_;
};

/// Acceptor and workers. Listens once constructed; serves from run().
class Server {
 public:
  /// `application` outlives the server. Throws BindError.
  Server(const ServerOptions& options, Application& application);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] unsigned threads() const;
  [[nodiscard]] Worker& worker(unsigned index);
  /// [any thread] Runs `task` once on each worker's thread and once on the accepting one. It must
  /// not throw. Threads that have ended drop it.
  void post_to_all(const std::function<void()>& task);
  /// Starts the threads and returns.
  void run();
  /// [any thread] Serves on, but each connection ends with its next answer (`Connection: close`),
  /// so that a proxy keeps none that it could use just when stop() closes it.
  void take_leave();
  /// Takes what the kernel has queued, closes the listening sockets, answers what is in flight or
  /// on its way, then ends the threads. What is unanswered after `patience` is cut off. Not from a
  /// worker's thread.
  void stop(std::chrono::milliseconds patience);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace movie::http
