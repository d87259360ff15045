#include "system/hostile/mutations.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace movie::test {
namespace {

const std::array<std::string, 12> kGood{
    "GET /movies?skip=1&limit=20&genre=drama&q=a+b&sort=-year&count=true HTTP/1.1\r\nHost: a\r\n"
    "If-None-Match: W/\"x\"\r\nAccept: text/csv;q=0.5, */*\r\n\r\n",
    "POST /movies HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 48\r\n"
    "Idempotency-Key: k\r\n\r\n{\"title\":\"Arrival\",\"year\":2016,\"genre\":\"sci-fi\"}",
    "POST /movies HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: "
    "chunked\r\n\r\n10;x=\"y\"\r\n{\"title\":\"Arriva\r\n20\r\nl\",\"year\":2016,\"genre\":\"sci-"
    "fi\"}"
    "\r\n0\r\nTrailer: t\r\n\r\n",
    "PUT /movies/1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 44\r\n"
    "If-Match: \"a\", *\r\n\r\n{\"title\":\"\\u00c9lan\",\"year\":\"1999\",\"genre\":\"\"}",
    "PATCH /movies/2 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nExpect: 100-continue"
    "\r\nContent-Length: 13\r\n\r\n{\"year\":1e400",
    "DELETE /movies/%31 HTTP/1.1\r\nHost: a\r\nX-Trace-Id: t\r\nOrigin: "
    "http://localhost:5173\r\n\r\n",
    "OPTIONS /movies HTTP/1.1\r\nHost: a\r\nOrigin: http://localhost:5173\r\n"
    "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x\r\n\r\n",
    "HEAD http://a/readyz?verbose HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    "POST /movies/bulk?partial=true HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    "Content-Length: 52\r\n\r\n[{\"title\":\"A\",\"year\":2000,\"genre\":\"b\"},{\"title\":1}] ",
    "POST /movies/bulk HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked"
    "\r\n\r\n1c\r\ntitle,year,genre\n\"A\",2000,b\n\r\n0\r\n\r\n",
    "GET /movies/export?format=ndjson HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /openapi.json HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nX-Forwarded-For: 1.2.3.4\r\n"
    "\r\nGET /docs HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"};

const std::array<std::string, 24> kPieces{"\r\n",
                                          "\r",
                                          "\n",
                                          std::string(1, '\0'),
                                          ":",
                                          " ",
                                          "\t",
                                          "%",
                                          "%00",
                                          "%ff",
                                          "\xff",
                                          "\"",
                                          "\\",
                                          "\\u0000",
                                          "\\ud800",
                                          "{",
                                          "[",
                                          "Content-Length: 5\r\n",
                                          "Content-Length: 99999999999999999999\r\n",
                                          "Transfer-Encoding: chunked\r\n",
                                          "Host: b\r\n",
                                          "Expect: 100-continue\r\n",
                                          "0\r\n\r\n",
                                          "HTTP/1.1"};

}  // namespace

void Mutations::mutate(std::string& bytes) {
  const std::size_t at = below(bytes.size() + 1);
  switch (below(7)) {
    case 0:
      if (at < bytes.size()) bytes[at] = static_cast<char>(below(256));
      return;
    case 1:
      bytes.erase(at, below(8));
      return;
    case 2:
      bytes.insert(at, kPieces[below(kPieces.size())]);
      return;
    case 3:
      bytes.insert(at, bytes.substr(at, below(64)));
      return;
    case 4:
      bytes.insert(at, below(20) == 0 ? 40'000 : below(300), static_cast<char>(below(256)));
      return;
    case 5:
      bytes.resize(at);
      return;
    default:
      bytes = bytes.substr(0, at) + kGood[below(kGood.size())].substr(below(40));
  }
}

std::string Mutations::next() {
  std::string bytes;
  for (std::size_t requests = 1 + below(3); requests > 0; --requests)
    bytes += kGood[below(kGood.size())];
  for (std::size_t times = 1 + below(4); times > 0; --times) mutate(bytes);
  return bytes;
}

}  // namespace movie::test
