#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/call.hpp"

namespace movie::http {

/// `pattern` ends either literally or in a placeholder for one segment that is not empty.
struct Route {
  std::string_view method, pattern;
  Handler handler;
};

std::span<const Route> routes() noexcept;

/// What a method and a decoded path lead to.
struct Match {
  Handler handler = nullptr;  ///< null: not this method, or no such path
  bool known_path = false;
  std::string_view movie_id;  ///< the path's, where its pattern has one
};

/// HEAD matches like GET.
Match find_route(std::string_view method, std::string_view path) noexcept;

/// The value of Allow for a known path.
std::string allowed_methods(std::string_view path);

}  // namespace movie::http
