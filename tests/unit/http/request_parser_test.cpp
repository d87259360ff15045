#include "http/parser/request_parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include <random>

namespace movie::http {
namespace {

using Progress = RequestParser::Progress;
using testing::Each;
using testing::ElementsAre;

constexpr std::size_t kMaxBody = 1 << 16;
const Limits kLimits;

// What came of some bytes, in words: "GET /x [a=b] body" a request, "refused 400" the end.
std::vector<std::string> outcomes(RequestParser& parser, std::string_view bytes,
                                  std::size_t piece) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    parser.append(bytes.substr(at, piece));
    for (Progress progress; (progress = parser.parse()) != Progress::need_more;) {
      if (progress == Progress::head) continue;
      if (progress == Progress::refused) {
        out.push_back("refused " + std::to_string(parser.refusal()));
        return out;
      }
      const Request& request = parser.request();
      std::string text = std::string(request.method) + " " + std::string(request.target) + " [";
      for (const Field& field : request.fields) {
        text.append(field.name).append("=").append(field.value).append(";");
      }
      out.push_back(text + "] " + std::string(request.body) + (request.keep_alive ? "" : " close"));
      parser.pop();
    }
  }
  if (!parser.empty()) out.push_back("needs more");
  return out;
}

std::vector<std::string> outcomes(std::string_view bytes, std::size_t piece = 1 << 30) {
  RequestParser parser(kLimits, kMaxBody);
  return outcomes(parser, bytes, piece);
}

struct Case {
  std::string name, bytes, outcome;
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

std::string post(const std::string& fields, const std::string& body) {
  return "POST /p HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

const std::string kChunked = "Transfer-Encoding: chunked\r\n";

std::vector<Case> cases() {
  const std::string get = "GET / HTTP/1.1\r\n";
  const std::string long_word(20'000, 'w');
  std::string many_fields, many_trailers;
  for (int i = 0; i < 64; ++i) many_fields += "F" + std::to_string(i) + ": v\r\n";
  for (int i = 0; i < 900; ++i) many_trailers += "Trailer-" + std::to_string(i) + ": value\r\n";
  return {
      {"plain", get + "Host: a\r\n\r\n", "GET / [Host=a;] "},
      {"empty_host", get + "Host:\r\n\r\n", "GET / [Host=;] "},
      {"ipv6_host", get + "Host: [::1]:80\r\n\r\n", "GET / [Host=[::1]:80;] "},
      {"value_trimmed", get + "Host: a\r\nX: \t b c \t\r\n\r\n", "GET / [Host=a;X=b c;] "},
      {"bytes_above_ascii", get + "Host: a\r\nX: \xc3\xa9\r\n\r\n", "GET / [Host=a;X=\xc3\xa9;] "},
      {"unknown_method", "BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n", "BREW /pot [Host=a;] "},
      {"empty_lines_before", "\r\n\r\n" + get + "Host: a\r\n\r\n", "GET / [Host=a;] "},
      {"half_an_empty_line", "\r", "needs more"},
      {"http_1_0", "GET / HTTP/1.0\r\n\r\n", "GET / []  close"},
      {"http_1_0_keep_alive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
       "GET / [Connection=keep-alive;] "},
      {"http_1_1_close", get + "Host: a\r\nConnection: x, Close\r\n\r\n",
       "GET / [Host=a;Connection=x, Close;]  close"},
      {"http_1_9_is_1_1", "GET / HTTP/1.9\r\nHost: a\r\n\r\n", "GET / [Host=a;] "},
      {"http_1_9_needs_host", "GET / HTTP/1.9\r\n\r\n", "refused 400"},
      {"http_2_0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "refused 505"},
      {"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "refused 505"},
      {"bare_line_feeds", "GET / HTTP/1.1\nHost: a\n\n", "refused 400"},
      {"one_bare_line_feed", get + "Host: a\nX: y\r\n", "refused 400"},
      {"http_0_9", "GET / HTTP/0.9\r\n\r\n", "refused 505"},
      {"no_version", "GET /\r\nHost: a\r\n\r\n", "refused 400"},
      {"version_junk", "GET / HTTP/1.1x\r\nHost: a\r\n\r\n", "refused 400"},
      {"version_word", "GET / HTTQ/1.1\r\nHost: a\r\n\r\n", "refused 400"},
      {"bare_lf", "GET / HTTP/1.1\nHost: a\n\n\r\n\r\n", "refused 400"},
      {"tls_hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01", 8), "refused 400"},
      {"two_spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "refused 400"},
      {"method_with_colon", "GE:T / HTTP/1.1\r\nHost: a\r\n\r\n", "refused 400"},
      {"method_too_long", std::string(33, 'M') + " / HTTP/1.1\r\nHost: a\r\n\r\n", "refused 501"},

      {"absolute_form", "GET http://h:80/x?y=1 HTTP/1.1\r\nHost: a\r\n\r\n",
       "GET /x?y=1 [Host=a;] "},
      {"absolute_form_case", "GET HTTPS://h/x HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x [Host=a;] "},
      {"absolute_form_bare", "GET http://h HTTP/1.1\r\nHost: a\r\n\r\n", "GET / [Host=a;] "},
      {"absolute_form_query", "GET http://h?y=/1 HTTP/1.1\r\nHost: a\r\n\r\n",
       "GET /?y=/1 [Host=a;] "},
      {"absolute_form_options", "OPTIONS http://h HTTP/1.1\r\nHost: a\r\n\r\n",
       "OPTIONS * [Host=a;] "},
      {"absolute_form_no_host", "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", "refused 400"},
      {"other_scheme", "GET ftp://h/x HTTP/1.1\r\nHost: a\r\n\r\n", "refused 400"},
      {"relative_target", "GET x HTTP/1.1\r\nHost: a\r\n\r\n", "refused 400"},
      {"options_star", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * [Host=a;] "},
      {"get_star", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", "refused 400"},
      {"connect", "CONNECT h:1 HTTP/1.1\r\nHost: a\r\n\r\n", "CONNECT h:1 [Host=a;] "},
      {"slashes", "GET " + std::string(8192, '/') + " HTTP/1.1\r\nHost: a\r\n\r\n",
       "GET " + std::string(8192, '/') + " [Host=a;] "},
      {"target_too_long", "GET " + std::string(8193, '/') + " HTTP/1.1\r\nHost: a\r\n\r\n",
       "refused 414"},
      {"target_endless", "GET /" + long_word, "refused 414"},

      {"no_host", get + "\r\n", "refused 400"},
      {"two_hosts", get + "Host: a\r\nhost: a\r\n\r\n", "refused 400"},
      {"two_hosts_1_0", "GET / HTTP/1.0\r\nHost: a\r\nhost: a\r\n\r\n", "refused 400"},
      {"host_list", get + "Host: a, b\r\n\r\n", "refused 400"},
      {"host_with_path", get + "Host: a/b\r\n\r\n", "refused 400"},
      {"space_before_colon", get + "Host: a\r\nX : b\r\n\r\n", "refused 400"},
      {"empty_name", get + "Host: a\r\n: b\r\n\r\n", "refused 400"},
      {"no_colon", get + "Host: a\r\nX\r\n\r\n", "refused 400"},
      {"nul", get + std::string("Host: a\r\nX: a\0b\r\n\r\n", 19), "refused 400"},
      {"bare_cr", get + "Host: a\r\nX: a\rb\r\n\r\n", "refused 400"},
      {"bare_lf_in_value", get + "Host: a\r\nX: a\nY: b\r\n\r\n", "refused 400"},
      {"folded", get + "Host: a\r\nX: a\r\n b\r\n\r\n", "refused 400"},
      {"folded_first_line_empty", get + "Host: a\r\nX:\r\n b\r\n\r\n", "refused 400"},
      {"folded_last_line_empty", get + "Host: a\r\nX: a\r\n \r\n\r\n", "refused 400"},
      {"folded_all_empty", get + "Host: a\r\nX:\r\n \r\n\r\n", "refused 400"},
      {"folded_host", get + "Host:\r\n a\r\n\r\n", "refused 400"},
      {"field_too_long", get + "Host: a\r\nX: " + long_word + "\r\n\r\n", "refused 431"},
      {"field_endless", get + "Host: a\r\nX: " + long_word, "refused 431"},
      {"too_many_fields", get + "Host: a\r\n" + many_fields + "\r\n", "refused 431"},

      {"length", post("Content-Length: 3\r\n", "abc"), "POST /p [Host=a;Content-Length=3;] abc"},
      {"length_zero", post("Content-Length: 0\r\n", ""), "POST /p [Host=a;Content-Length=0;] "},
      {"get_with_body", get + "Host: a\r\nContent-Length: 2\r\n\r\n{}",
       "GET / [Host=a;Content-Length=2;] {}"},
      {"no_length", post("", ""), "POST /p [Host=a;] "},
      {"length_not_reached", post("Content-Length: 4\r\n", "abc"), "needs more"},
      {"length_at_limit", post("Content-Length: 65536\r\n", ""), "needs more"},
      {"length_over_limit", post("Content-Length: 65537\r\n", ""), "refused 413"},
      {"length_20_gb", post("Content-Length: 20000000000\r\n", ""), "refused 413"},
      {"length_overflow", post("Content-Length: 99999999999999999999999\r\n", ""), "refused 400"},
      {"length_twice", post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), "refused 400"},
      {"length_differs", post("Content-Length: 3\r\nContent-Length: 5\r\n", "abcde"),
       "refused 400"},
      {"length_list", post("Content-Length: 3, 3\r\n", "abc"), "refused 400"},
      {"length_trailing_comma", post("Content-Length: 3,\r\n", "abc"), "refused 400"},
      {"length_junk", post("Content-Length: 3abc\r\n", "abc"), "refused 400"},
      {"length_plus", post("Content-Length: +3\r\n", "abc"), "refused 400"},
      {"length_minus", post("Content-Length: -1\r\n", "abc"), "refused 400"},
      {"length_hex", post("Content-Length: 0x3\r\n", "abc"), "refused 400"},
      {"length_empty", post("Content-Length:\r\n", "abc"), "refused 400"},
      {"length_and_chunked", post("Content-Length: 3\r\n" + kChunked, "3\r\nabc\r\n0\r\n\r\n"),
       "refused 400"},
      {"chunked_and_length", post(kChunked + "Content-Length: 3\r\n", "3\r\nabc\r\n0\r\n\r\n"),
       "refused 400"},

      {"chunked", post(kChunked, "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"),
       "POST /p [Host=a;Transfer-Encoding=chunked;] hello world"},
      {"chunked_case", post("Transfer-Encoding: Chunked\r\n", "1\r\na\r\n0\r\n\r\n"),
       "POST /p [Host=a;Transfer-Encoding=Chunked;] a"},
      {"chunked_empty", post(kChunked, "0\r\n\r\n"),
       "POST /p [Host=a;Transfer-Encoding=chunked;] "},
      {"chunk_size_zeros", post(kChunked, "0005\r\nhello\r\n000\r\n\r\n"),
       "POST /p [Host=a;Transfer-Encoding=chunked;] hello"},
      {"chunk_extension", post(kChunked, "5;a=b;c=\"d;e\"\r\nhello\r\n0;x\r\n\r\n"),
       "POST /p [Host=a;Transfer-Encoding=chunked;] hello"},
      {"trailers", post(kChunked, "1\r\na\r\n0\r\nX: y\r\nHost: b\r\n\r\n"),
       "POST /p [Host=a;Transfer-Encoding=chunked;] a"},
      {"trailers_only", post(kChunked, "0\r\nX: y\r\n\r\n"),
       "POST /p [Host=a;Transfer-Encoding=chunked;] "},
      {"trailer_length", post(kChunked, "1\r\na\r\n0\r\nContent-Length: 9\r\n\r\n"), "refused 400"},
      {"trailer_coding", post(kChunked, "1\r\na\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n"),
       "refused 400"},
      {"trailer_folded", post(kChunked, "1\r\na\r\n0\r\nX: y\r\n z\r\n\r\n"), "refused 400"},
      {"trailers_too_many", post(kChunked, "1\r\na\r\n0\r\n" + many_trailers + "\r\n"),
       "refused 431"},
      {"trailer_endless", post(kChunked, "1\r\na\r\n0\r\nX: " + long_word), "refused 431"},
      {"extension_endless", post(kChunked, "1;a=" + long_word), "refused 431"},
      {"extension_quote_open", post(kChunked, "1;a=\"\r\na\r\n0\r\n\r\n" + long_word),
       "refused 431"},
      {"chunk_size_endless", post(kChunked, std::string(20'000, '0')), "refused 431"},
      {"chunk_size_0x", post(kChunked, "0x3\r\nabc\r\n0\r\n\r\n"), "refused 400"},
      {"chunk_size_minus", post(kChunked, "-1\r\na\r\n0\r\n\r\n"), "refused 400"},
      {"chunk_size_empty", post(kChunked, "\r\nabc\r\n0\r\n\r\n"), "refused 400"},
      {"chunk_size_overflow", post(kChunked, "10000000000000000\r\na\r\n0\r\n\r\n"), "refused 400"},
      {"chunk_size_huge", post(kChunked, "ffffffffffffffff\r\na\r\n0\r\n\r\n"), "refused 413"},
      {"chunk_size_space", post(kChunked, "1 \r\na\r\n0\r\n\r\n"), "refused 400"},
      {"chunk_no_end_of_line", post(kChunked, "1\r\naX0\r\n\r\n\r\n"), "refused 400"},
      {"chunk_bare_lf", post(kChunked, "1\na\n0\n\n\r\n"), "refused 400"},
      {"chunked_over_limit",
       post(kChunked, "10000\r\n" + std::string(65536, 'a') + "\r\n1\r\na\r\n0\r\n\r\n"),
       "refused 413"},
      {"gzip_chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "refused 501"},
      {"chunked_twice", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"),
       "refused 400"},
      {"chunked_in_two_fields", post(kChunked + kChunked, "0\r\n\r\n"), "refused 400"},
      {"coding_then_identity", post(kChunked + "Transfer-Encoding: identity\r\n", "0\r\n\r\n"),
       "refused 400"},
      {"coding_ch", post("Transfer-Encoding: ch\r\n", "0\r\n\r\n"), "refused 400"},
      {"coding_xchunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "refused 400"},
      {"coding_identity", post("Transfer-Encoding: identity\r\n", ""), "refused 400"},
      {"coding_empty", post("Transfer-Encoding:\r\n", ""), "refused 400"},
      {"coding_quoted", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), "refused 400"},
      {"chunked_in_http_1_0", "POST /p HTTP/1.0\r\n" + kChunked + "\r\n0\r\n\r\n", "refused 400"},
  };
}

class RequestParserCase : public testing::TestWithParam<Case> {};

TEST_P(RequestParserCase, IsTheSameHoweverItIsCut) {
  const Case& c = GetParam();
  EXPECT_THAT(outcomes(c.bytes), ElementsAre(c.outcome)) << "whole";
  EXPECT_THAT(outcomes(c.bytes, 1), ElementsAre(c.outcome)) << "byte by byte";
  const std::size_t cuts = c.bytes.size() > 4096 ? 80 : c.bytes.size();
  for (std::size_t cut = 1; cut < cuts; ++cut) {
    RequestParser parser(kLimits, kMaxBody);
    std::vector<std::string> all = outcomes(parser, c.bytes.substr(0, cut), cut);
    if (!all.empty() && all.back() == "needs more") all.pop_back();
    if (all.empty()) all = outcomes(parser, c.bytes.substr(cut), 1 << 30);
    EXPECT_THAT(all, ElementsAre(c.outcome)) << "cut at byte " << cut;
  }
}

INSTANTIATE_TEST_SUITE_P(Messages, RequestParserCase, testing::ValuesIn(cases()),
                         [](const auto& one) { return one.param.name; });

TEST(RequestParser, ReadsPipelinedRequestsInOrder) {
  std::string bytes;
  for (int i = 0; i < 5; ++i) {
    bytes += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n" +
             std::to_string(i);
    bytes += "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nc\r\n0\r\n\r\n";
  }
  const std::vector<std::string> whole = outcomes(bytes);
  ASSERT_EQ(whole.size(), 10U);
  EXPECT_EQ(whole[4], "POST /2 [Host=a;Content-Length=1;] 2");
  EXPECT_EQ(whole[5], "POST /c [Host=a;Transfer-Encoding=chunked;] c");
  for (std::size_t piece = 1; piece < 100; ++piece)
    EXPECT_EQ(outcomes(bytes, piece), whole) << piece;
}

TEST(RequestParser, ReadsNothingAfterARefusal) {
  RequestParser parser(kLimits, kMaxBody);
  EXPECT_THAT(outcomes(parser, "GET / HTTP/1.1\r\n\r\n", 100), ElementsAre("refused 400"));
  EXPECT_THAT(outcomes(parser, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 100),
              ElementsAre("refused 400"));
}

TEST(RequestParser, ARefusedRequestHoldsWhatWasRead) {
  RequestParser parser(kLimits, kMaxBody);
  outcomes(parser, "PUT /x HTTP/1.1\r\nHost: a\r\nX-Trace-Id: t\r\nBad Name: b\r\n\r\n", 1000);
  EXPECT_EQ(parser.request().method, "PUT");
  EXPECT_EQ(parser.request().target, "/x");
  EXPECT_EQ(parser.request().field("x-trace-id"), "t");
}

TEST(RequestParser, GivingUpBetweenRequestsForgetsTheLastOne) {
  RequestParser parser(kLimits, kMaxBody);
  outcomes(parser, "PUT /x HTTP/1.1\r\nHost: a\r\n\r\n", 1000);
  parser.refuse(503);
  EXPECT_EQ(parser.request().method, "");
  EXPECT_TRUE(parser.request().fields.empty());
}

TEST(RequestParser, ARequestStaysWhileMoreIsAppended) {
  RequestParser parser(kLimits, kMaxBody);
  parser.append("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nokGET /y HTTP/1.1\r\n");
  ASSERT_EQ(parser.parse(), Progress::head);
  EXPECT_EQ(parser.request().body, "");
  ASSERT_EQ(parser.parse(), Progress::complete);
  const std::string_view body = parser.request().body;
  for (int i = 0; i < 1000; ++i) parser.append("Padding: 0123456789\r\n");
  EXPECT_EQ(body, "ok");
  EXPECT_EQ(parser.waiting(), 17U + 21'000U);
  parser.pop();
  EXPECT_EQ(parser.parse(), Progress::refused);
  EXPECT_EQ(parser.refusal(), 431);
}

TEST(RequestParser, AnEndlessPipelineDoesNotPileUp) {
  RequestParser parser(kLimits, kMaxBody);
  const std::string request = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
  parser.append(request);
  const std::size_t before = ::mallinfo2().uordblks;
  for (int i = 0; i < 100'000; ++i) {  // 3 MB; a next request is always here before one is answered
    ASSERT_EQ(parser.parse(), Progress::complete);
    parser.append(request);
    parser.pop();
  }
  EXPECT_LT(::mallinfo2().uordblks, before + 100'000);
}

TEST(RequestParser, AsksForTheBodyOnceIfItWillBeRead) {
  RequestParser parser(kLimits, kMaxBody);
  const std::string head = "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n";
  parser.append(head + "Content-Length: 2\r\n\r\n");
  ASSERT_EQ(parser.parse(), Progress::head);
  ASSERT_EQ(parser.parse(), Progress::need_more);
  EXPECT_TRUE(parser.take_expectation());
  EXPECT_FALSE(parser.take_expectation());
  parser.append("ok");
  EXPECT_EQ(parser.parse(), Progress::complete);
  parser.pop();

  parser.append(head + "Content-Length: 2\r\n\r\no");  // the body is coming already
  ASSERT_EQ(parser.parse(), Progress::head);
  ASSERT_EQ(parser.parse(), Progress::need_more);
  EXPECT_FALSE(parser.take_expectation());
  parser.append("k");
  EXPECT_EQ(parser.parse(), Progress::complete);
  parser.pop();

  parser.append(head + "Content-Length: 999999\r\n\r\n");
  ASSERT_EQ(parser.parse(), Progress::head);
  EXPECT_EQ(parser.parse(), Progress::refused);
  EXPECT_EQ(parser.refusal(), 413);
}

TEST(RequestParser, ReadsManySmallChunksWithoutKeepingThem) {
  std::string bytes = post(kChunked, "");
  std::string body;
  for (int i = 0; i < 60'000; ++i) {
    bytes += "1\r\nb\r\n";
    body += 'b';
  }
  bytes += "0\r\n\r\n";
  EXPECT_THAT(outcomes(bytes, 1000),
              ElementsAre("POST /p [Host=a;Transfer-Encoding=chunked;] " + body));
}

TEST(RequestParser, RefusesChunksThatAreNearlyAllExtension) {
  std::string bytes = post(kChunked, "");
  for (int i = 0; i < 100; ++i) bytes += "1;e=" + std::string(1000, 'e') + "\r\nb\r\n";
  EXPECT_THAT(outcomes(bytes), ElementsAre("refused 431"));
  EXPECT_THAT(outcomes(bytes, 7), ElementsAre("refused 431"));
}

TEST(RequestParser, SurvivesMutatedMessages) {
  std::mt19937 random(42);
  const std::vector<Case> all = cases();
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = all[random() % all.size()].bytes.substr(0, 400) +
                        all[random() % all.size()].bytes.substr(0, 400);
    for (unsigned changes = random() % 4; changes > 0; --changes) {
      const std::size_t at = random() % bytes.size();
      switch (random() % 3) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.erase(at, 1 + random() % 3);
          break;
        default:
          bytes.insert(at, std::string(1, "\r\n:;, 0\t"[random() % 8]));
          break;
      }
      if (bytes.empty()) bytes = "G";
    }
    const std::vector<std::string> whole = outcomes(bytes);
    std::vector<std::string> cut = outcomes(bytes, 1 + random() % 40);
    // A head that is not whole is judged at once, or when the rest has come; of several things
    // that are wrong with it, another may be seen first.
    const auto open_to_either = [](const std::string& outcome) {
      return outcome == "needs more" || outcome.starts_with("refused");
    };
    if (!cut.empty() && whole.size() == cut.size() && open_to_either(cut.back()) &&
        open_to_either(whole.back()))
      cut.back() = whole.back();
    EXPECT_EQ(cut, whole) << bytes;
  }
}

}  // namespace
}  // namespace movie::http
