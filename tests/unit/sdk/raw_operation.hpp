#pragma once

#include "movie/plugin.hpp"

namespace movie::sdk {

/// One operation as the host lays it out.
struct Raw {
  movie_row row{sizeof(movie_row), 1979, 0, {"Alien", 5}, {"Horror", 6}, {nullptr, 0}};
  movie_query query{sizeof(movie_query), 0,         nullptr, 0, UINT64_MAX, 0,
                    INT32_MIN,           INT32_MAX, 0,       0, 0,          nullptr};
  char message[16] = "untouched";
  movie_result result{sizeof(movie_result), MOVIE_UNSET, 0, 0, 0, message, sizeof message};
  int left = 2;
  movie_memo memo{sizeof(movie_memo), 60, {"k", 1}, {"d", 1}, 1'000, 10};
  movie_op op{sizeof(movie_op), 0,    0,    0,    7,       0,       &row,
              &query,           emit, next, this, &result, nullptr, &memo};

  explicit Raw(std::uint32_t code) { op.code = code; }
  static std::int32_t emit(void* ctx, const movie_row*) {
    return --static_cast<Raw*>(ctx)->left == 0 ? 1 : 0;
  }
  static std::int32_t next(void* ctx, const movie_row** row) {
    *row = &static_cast<Raw*>(ctx)->row;
    return static_cast<Raw*>(ctx)->left--;
  }
  Operation operation(std::uint64_t capabilities = 0,
                      Clock::time_point deadline = Clock::time_point::max()) const {
    return {op, false, deadline, capabilities};
  }
  Status refusal(std::uint64_t capabilities = 0) const { return operation(capabilities).refusal(); }
};

}  // namespace movie::sdk
