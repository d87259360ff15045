#pragma once

#include <optional>
#include <string>

#include "http/item.hpp"
#include "http/keys_in_flight.hpp"
#include "http/message.hpp"
#include "model/movie.hpp"

/// Creates that a client may send again (draft-ietf-httpapi-idempotency-key-header).
namespace movie::http {

/// The Idempotency-Key of a request, quotes and all; it may be none yet: see is_key(). nullopt: it
/// has no such field.
std::optional<std::string> idempotency_key(const Request& request);

/// 1 to 255 visible ASCII characters. Two fields joined are none.
bool is_key(std::string_view text) noexcept;

/// What tells another request with the same key: 32 hexadecimal digits of the body.
std::string digest_of(const Request& request);

/// A film to be created once only for a key. The key is under way until the store has answered,
/// whether the client still waits for that or not.
class OnceQuestion final : public ItemQuestion {
 public:
  OnceQuestion(MoviePatch film, std::string key, std::string digest, KeysInFlight::Turn turn);

  /// As the first answer was, but for Idempotency-Replayed.
  Reply succeeded() override;
  /// 422 where the key belongs to another request.
  Response failed() override;

 private:
  std::optional<KeysInFlight::Turn> turn_;
};

}  // namespace movie::http
