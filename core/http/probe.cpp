#include "http/probe.hpp"

#include <fmt/format.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <stdexcept>

namespace movie::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Error = boost::system::error_code;

std::string here(const std::string& host) {
  if (host == "0.0.0.0" || host.empty()) return "127.0.0.1";
  return host == "::" ? "::1" : host;
}

/// One request and its answer; every step within the time that is left.
class Dialogue {
 public:
  Dialogue(std::string host, std::uint16_t port, std::chrono::milliseconds patience)
      : host_(std::move(host)), port_(std::to_string(port)) {
    stream_.expires_after(patience);
  }

  beast::http::response<beast::http::string_body> ask(const std::string& target) {
    Error error;
    const auto addresses = asio::ip::tcp::resolver(context_).resolve(host_, port_, error);
    check(error);
    run([&](auto then) { stream_.async_connect(addresses, then); });
    beast::http::request<beast::http::empty_body> request(beast::http::verb::get, target, 11);
    request.set(beast::http::field::host, "localhost");
    request.set(beast::http::field::connection, "close");
    run([&](auto then) { beast::http::async_write(stream_, request, then); });
    beast::flat_buffer buffer;
    beast::http::response<beast::http::string_body> response;
    run([&](auto then) { beast::http::async_read(stream_, buffer, response, then); });
    return response;
  }

 private:
  template <class Begin>
  void run(Begin begin) {
    Error outcome;
    begin([&](Error error, const auto&) { outcome = error; });
    context_.restart();
    context_.run();
    check(outcome);
  }
  void check(Error error) const {
    if (error)
      throw std::runtime_error(
          fmt::format("no answer from {} port {}: {}", host_, port_, error.message()));
  }

  std::string host_, port_;
  asio::io_context context_;
  beast::tcp_stream stream_{context_};
};

}  // namespace

std::string probe(const std::string& host, std::uint16_t port, const std::string& target,
                  std::chrono::milliseconds patience) {
  const auto response = Dialogue(here(host), port, patience).ask(target);
  if (response.result_int() == 200) return response.body();
  throw std::runtime_error(
      fmt::format("{} answers {}: {}", target, response.result_int(), response.body()));
}

}  // namespace movie::http
