#include "http/idempotency.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "http/answers.hpp"
#include "json/faults.hpp"

namespace movie::http {
namespace {

constexpr std::size_t kLongestKey = 255;
constexpr std::chrono::hours kLifetime{24};
constexpr std::uint64_t kMostKeys = 1'000'000;

Response key_of_another(std::string_view key) {
  json::Faults faults;
  faults.add_text({"header", "Idempotency-Key"},
                  {FaultType::value_error, 0, "the key has been used for another request"}, key);
  return json_answer(faults.status(), faults.body());
}

}  // namespace

std::optional<std::string> idempotency_key(const Request& request) {
  return request.list_field("idempotency-key");
}

bool is_key(std::string_view text) noexcept {
  return !text.empty() && text.size() <= kLongestKey &&
         std::ranges::all_of(text, [](char c) { return c >= '!' && c <= '~'; });
}

std::string digest_of(const Request& request) {
  const auto hash = XXH3_128bits(request.body.data(), request.body.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

OnceQuestion::OnceQuestion(MoviePatch film, std::string key, std::string digest,
                           KeysInFlight::Turn turn)
    : ItemQuestion(store::Verb::create, std::move(film)), turn_(std::move(turn)) {
  memo = store::Memo{.key = std::move(key),
                     .digest = std::move(digest),
                     .lifetime = kLifetime,
                     .now = std::chrono::system_clock::now(),
                     .most = kMostKeys};
}

/// The turn ends before the answer leaves: whoever has got it may send the key again.
Reply OnceQuestion::succeeded() {
  turn_.reset();
  Reply reply = ItemQuestion::succeeded();
  const bool replayed = count == 1;
  if (replayed) std::get<Response>(reply).fields.emplace_back("Idempotency-Replayed", "true");
  return reply;
}

Response OnceQuestion::failed() {
  turn_.reset();
  return status == Status::exists ? key_of_another(memo->key) : ItemQuestion::failed();
}

}  // namespace movie::http
