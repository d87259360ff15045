#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace movie::http {

/// The Idempotency-Keys of creates that this process has under way. Safe to use from several
/// threads; outlives its turns.
class KeysInFlight {
 public:
  /// The key is under way as long as this lives.
  class Turn {
   public:
    Turn(Turn&& other) noexcept : keys_(other.keys_), key_(other.key_) { other.keys_ = nullptr; }
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (keys_ != nullptr) keys_->leave(*key_);
    }

   private:
    friend class KeysInFlight;
    Turn(KeysInFlight& keys, const std::string& key) : keys_(&keys), key_(&key) {}
    KeysInFlight* keys_;
    const std::string* key_;  ///< in the set, where it stays put
  };

  /// nullopt: the key is under way already.
  [[nodiscard]] std::optional<Turn> enter(std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto [place, is_new] = keys_.emplace(key);
    return is_new ? std::optional(Turn(*this, *place)) : std::nullopt;
  }

 private:
  void leave(const std::string& key) noexcept {
    const std::lock_guard lock(mutex_);
    keys_.erase(keys_.find(key));
  }

  std::mutex mutex_;
  std::unordered_set<std::string> keys_;
};

}  // namespace movie::http
