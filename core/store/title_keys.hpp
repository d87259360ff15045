#pragma once

#include <chrono>
#include <memory>

#include "store/lanes.hpp"

namespace movie::store {

/// Gives films that other programs wrote their title keys, so that searches find them: at once and
/// then each minute, on a thread of its own, through the lanes like any other work. Where the keys
/// were made under another version of the folding (text::search_key_version) all are made again.
class TitleKeys {
 public:
  /// Does nothing for a store that no other program can write. Throws StoreError.
  TitleKeys(const Store& store, Lanes& lanes,
            std::chrono::milliseconds apart = std::chrono::minutes(1));
  /// Ends after the batch at hand.
  ~TitleKeys();
  TitleKeys(const TitleKeys&) = delete;
  TitleKeys& operator=(const TitleKeys&) = delete;

 private:
  class Keeper;
  std::unique_ptr<Keeper> keeper_;
};

}  // namespace movie::store
