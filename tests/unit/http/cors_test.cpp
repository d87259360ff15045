#include "http/cors.hpp"

#include <gtest/gtest.h>

#include <map>

namespace movie::http {
namespace {

using Fields = std::map<std::string, std::string>;

const Cors kCors({"http://localhost:8501", "http://localhost:5173"});

Fields annotated(const Request& request) {
  Response response;
  kCors.annotate(request, response);
  Fields fields;
  for (const auto& [name, value] : response.fields) {
    EXPECT_TRUE(fields.emplace(name, value).second) << name << " twice";
  }
  return fields;
}

Request with(std::string_view method, std::vector<Field> fields) {
  Request request;
  request.method = method;
  request.fields = std::move(fields);
  return request;
}

TEST(Cors, SaysVaryToRequestsWithoutAnOrigin) {
  EXPECT_EQ(annotated(with("GET", {})), (Fields{{"Vary", "Origin"}}));
}

TEST(Cors, EchoesAnAllowedOrigin) {
  const auto fields = annotated(with("GET", {{"Origin", "http://localhost:5173"}}));
  EXPECT_EQ(fields.at("Access-Control-Allow-Origin"), "http://localhost:5173");
  EXPECT_EQ(fields.at("Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(fields.at("Vary"), "Origin");
}

TEST(Cors, LetsAPageReadWhatAnswersTellIt) {
  const auto fields = annotated(with("GET", {{"Origin", "http://localhost:5173"}}));
  const auto exposed = fields.at("Access-Control-Expose-Headers") + ",";
  for (const auto* name :
       {"X-Trace-Id", "Retry-After", "Allow", "Location", "Link", "X-Total-Count", "X-Total-Pages",
        "Content-Disposition", "Idempotency-Replayed"}) {
    EXPECT_NE(exposed.find(name + std::string(",")), std::string::npos) << name;
  }
}

TEST(Cors, ComparesOriginsToTheLetter) {
  for (const auto* origin :
       {"http://localhost:85011", "https://localhost:8501", "http://LOCALHOST:8501", "null", "",
        "http://localhost:8501/", "http://localhost:8501, http://localhost:5173"}) {
    const auto fields = annotated(with("GET", {{"Origin", origin}}));
    EXPECT_FALSE(fields.contains("Access-Control-Allow-Origin")) << origin;
    EXPECT_EQ(fields.at("Vary"), "Origin");
  }
}

TEST(Preflight, NeedsOptionsWithAnOriginAndAMethod) {
  const Field origin{"Origin", "http://localhost:8501"},
      method{"Access-Control-Request-Method", "POST"};
  EXPECT_FALSE(kCors.preflight(with("GET", {origin, method})));
  EXPECT_FALSE(kCors.preflight(with("OPTIONS", {origin})));
  EXPECT_FALSE(kCors.preflight(with("OPTIONS", {method})));
  EXPECT_TRUE(kCors.preflight(with("OPTIONS", {origin, method})));
}

TEST(Preflight, AllowsWhatTheServiceHas) {
  const auto request = with("OPTIONS", {{"Origin", "http://localhost:8501"},
                                        {"Access-Control-Request-Method", "PUT"},
                                        {"Access-Control-Request-Headers", "X-A, content-type"}});
  const auto answer = kCors.preflight(request);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "OK");
  const auto fields = annotated(request);
  EXPECT_EQ(fields.at("Access-Control-Allow-Methods"),
            "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
  EXPECT_EQ(fields.at("Access-Control-Allow-Headers"), "X-A, content-type");
  EXPECT_EQ(fields.at("Access-Control-Max-Age"), "600");
  EXPECT_EQ(fields.at("Access-Control-Allow-Origin"), "http://localhost:8501");
  EXPECT_TRUE(fields.at("Vary").starts_with("Origin, "));
}

TEST(Preflight, NamesWhatItRefuses) {
  const auto refusal = [](std::string_view origin, std::string_view method,
                          std::vector<Field> more = {}) {
    more.insert(more.end(), {{"Origin", origin}, {"Access-Control-Request-Method", method}});
    const auto answer = kCors.preflight(with("OPTIONS", more));
    EXPECT_EQ(answer->status, 400);
    return answer->body;
  };
  EXPECT_EQ(refusal("http://evil.example", "GET"), "Disallowed CORS origin");
  EXPECT_EQ(refusal("http://localhost:8501", "TRACE"), "Disallowed CORS method");
  EXPECT_EQ(refusal("http://localhost:8501", "get"), "Disallowed CORS method");
  EXPECT_EQ(refusal("http://evil.example", ""), "Disallowed CORS origin, method");
  EXPECT_EQ(
      refusal("http://localhost:8501", "GET", {{"Access-Control-Request-Private-Network", "true"}}),
      "Disallowed CORS private-network");
}

}  // namespace
}  // namespace movie::http
