#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace movie::test {

/// A loopback port whose connections go on to another server, for a network that misbehaves when a
/// test says so.
class TcpProxy {
 public:
  /// What becomes of a message: of what one side sent and came in one piece.
  enum class Fate {
    passes,
    lost,   ///< it does not pass, and the client's connection is reset
    last,   ///< it passes, and the client's connection ends
    stalls  ///< it waits, and so does all else, until stall(false)
  };
  using Judge = std::function<Fate(bool answer)>;  ///< called on the proxy's thread
  using Dial = std::function<int()>;               ///< a connected socket, or -1

  /// `to`: a loopback port.
  explicit TcpProxy(std::uint16_t to);
  explicit TcpProxy(Dial dial);
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Of every message from now on; it may be called once more of one that stalled.
  void judge(Judge judge);
  /// Nothing passes, in neither direction; what is sent waits.
  void stall(bool on) { stalled_ = on; }
  /// The next answer is lost, and with it its connection.
  void lose_an_answer();
  /// Whether servers have got all that clients sent, and have done with that of those who are gone.
  [[nodiscard]] bool settled();

 private:
  struct Pair {
    int client, server;  ///< client -1: it is gone
  };
  void listen();
  void carry();
  void accept();
  /// False: the pair is over.
  bool answered(Pair& pair);
  void asked(Pair& pair);
  Fate judged(bool answer);

  Dial dial_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::atomic<bool> stopping_{false}, stalled_{false};
  std::mutex mutex_;
  Judge judge_;
  std::vector<Pair> pairs_;
  std::thread thread_;
};

}  // namespace movie::test
