#include "http/routes.hpp"

#include <gtest/gtest.h>

#include "http/handlers.hpp"

namespace movie::http {
namespace {

TEST(Routes, LeadEachMethodToItsHandler) {
  EXPECT_EQ(find_route("GET", "/health").handler, &health);
  EXPECT_EQ(find_route("GET", "/healthz").handler, &healthz);
  EXPECT_EQ(find_route("GET", "/readyz").handler, &readyz);
  EXPECT_EQ(find_route("GET", "/openapi.json").handler, &openapi);
  EXPECT_EQ(find_route("GET", "/docs").handler, &docs);
  EXPECT_EQ(find_route("GET", "/movies").handler, &list_movies);
  EXPECT_EQ(find_route("POST", "/movies").handler, &create_movie);
  EXPECT_EQ(find_route("POST", "/movies/bulk").handler, &bulk_create_movies);
  EXPECT_EQ(find_route("GET", "/movies/export").handler, &export_movies);
  EXPECT_EQ(find_route("GET", "/movies/7").handler, &read_movie);
  EXPECT_EQ(find_route("PUT", "/movies/7").handler, &replace_movie);
  EXPECT_EQ(find_route("PATCH", "/movies/7").handler, &update_movie);
  EXPECT_EQ(find_route("DELETE", "/movies/7").handler, &delete_movie);
}

TEST(Routes, TakeHeadForGet) {
  EXPECT_EQ(find_route("HEAD", "/movies/7").handler, &read_movie);
  EXPECT_EQ(find_route("head", "/movies/7").handler, nullptr) << "methods are case-sensitive";
}

TEST(Routes, AreAllReached) {
  for (const auto& route : routes())
    EXPECT_EQ(find_route(route.method, route.pattern).handler, route.handler) << route.pattern;
}

TEST(Routes, LetANameWinOverAPlaceholder) {
  const auto match = find_route("DELETE", "/movies/export");
  EXPECT_TRUE(match.known_path);
  EXPECT_EQ(match.handler, nullptr);
  EXPECT_EQ(find_route("DELETE", "/movies/exports").handler, &delete_movie);
}

TEST(Routes, HandOverTheSegment) {
  EXPECT_EQ(find_route("GET", "/movies/a b").movie_id, "a b");
  EXPECT_EQ(find_route("GET", "/movies").movie_id, "");
}

TEST(Routes, KnowNoOtherPath) {
  for (const auto* path : {"", "/", "/Movies", "/movie", "/moviesx", "/movies/", "/movies/1/",
                           "/movies/1/2", "/movies//", "/movies//1", "/health/", "/healthy", "*"}) {
    EXPECT_FALSE(find_route("GET", path).known_path) << path;
  }
}

TEST(Routes, KnowAPathWhoseMethodHasNoHandler) {
  const auto match = find_route("TRACE", "/movies");
  EXPECT_TRUE(match.known_path);
  EXPECT_EQ(match.handler, nullptr);
}

TEST(AllowedMethods, NamesAllOfAPath) {
  EXPECT_EQ(allowed_methods("/health"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(allowed_methods("/movies"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(allowed_methods("/movies/export"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(allowed_methods("/movies/1"), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
}

}  // namespace
}  // namespace movie::http
