/// The transport alone: every request is answered with one fixed text. What no request of the
/// service can be faster than.
///   bench_reactor <port> <threads>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "http/server.hpp"

namespace {

using namespace movie::http;

class Fixed final : public Application {
 public:
  void serve(Exchange& exchange) override { exchange.answer(text(200)); }
  void overdue(Exchange& exchange) override { exchange.answer(text(503)); }
  void turn_ends(Worker&) override {}
  Response refuse(const Request&, int status) override { return text(status); }

 private:
  static Response text(int status) {
    return {.status = status,
            .content_type = "application/json",
            .body = R"({"id":1,"title":"Film 000001","year":1951,"genre":"Comedy"})"};
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bench_reactor <port> <threads>\n");
    return 2;
  }
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  ServerOptions options;
  options.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  options.threads = static_cast<unsigned>(std::atoi(argv[2]));
  Fixed fixed;
  Server server(options, fixed);
  server.run();
  int which = 0;
  sigwait(&ends, &which);
  server.stop(std::chrono::seconds(1));
}
