#include "http/client_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

#include "http/ascii.hpp"

namespace movie::http {
namespace {

/// "::1" of "[::1]:80", "[::1]" and "::1"; "10.0.0.1" of "10.0.0.1:80". Nothing: no address.
std::optional<std::string> address(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    text = text.substr(1, end - 1);
  } else if (std::ranges::count(text, ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  if (text.find('\0') != std::string_view::npos) return std::nullopt;  // inet_pton would end there
  std::string plain(text);
  std::array<unsigned char, sizeof(in6_addr)> parsed{};
  const bool valid = ::inet_pton(AF_INET, plain.c_str(), parsed.data()) == 1 ||
                     ::inet_pton(AF_INET6, plain.c_str(), parsed.data()) == 1;
  return valid ? std::optional(std::move(plain)) : std::nullopt;
}

}  // namespace

std::string client_address(const Request& request, std::span<const std::string> trusted) {
  const auto is_trusted = [&](const std::string& one) { return std::ranges::count(trusted, one); };
  std::string client(request.peer);
  const auto peer = address(request.peer);
  if (!peer || !is_trusted(*peer)) return client;
  const auto forwarded = request.list_field("x-forwarded-for").value_or("");
  for (std::string_view rest = forwarded; !rest.empty();) {
    const auto comma = rest.rfind(',');
    auto hop = address(trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1)));
    if (!hop) return client;
    client = std::move(*hop);
    if (!is_trusted(client) || comma == std::string_view::npos) return client;
    rest = rest.substr(0, comma);
  }
  return client;
}

}  // namespace movie::http
