#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "store/store.hpp"

namespace movie::store {

/// How a store's schema stands to the one that its plug-in knows, judged by the history that
/// Store::migrate reports. A store without a schema is current, and so is one that has had newer
/// steps as long as each of them lets this plug-in's programs read on (its min_reader).
struct Schema {
  enum class State { current, behind, ahead, changed };

  State state = State::current;
  std::uint32_t have = 0;  ///< the newest step that the store has had; 0: none
  std::uint32_t need = 0;  ///< the newest step that the plug-in knows

  explicit Schema(std::span<const MigrationStep> steps);

  /// What the store has, what is needed, and what to do, in one line; empty: it is current.
  [[nodiscard]] std::string problem() const;
};

}  // namespace movie::store
