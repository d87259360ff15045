#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include "config/config.hpp"
#include "config/exit_status.hpp"
#include "store/plugin.hpp"
#include "store/store.hpp"

/// What happens to the store before the first request can be served.
namespace movie {

/// The service cannot start: one line for its operator, and what the program ends with.
class StartupError : public std::runtime_error {
 public:
  StartupError(config::ExitStatus status, const std::string& line)
      : std::runtime_error(line), status_(status) {}
  [[nodiscard]] config::ExitStatus status() const { return status_; }

 private:
  config::ExitStatus status_;
};

/// Opens the store that the settings name. `plugin` must outlive it. Throws StoreError.
std::unique_ptr<store::Store> open_store(const store::Plugin& plugin, const config::Config& config);

/// Makes sure that the store's schema is the one that its plug-in knows. It is brought up only if
/// the store was made just now, or if the operator said so: then a store that is away is waited for
/// until `give_up`. Otherwise one that is away is served as it is, unavailable until it comes.
/// Throws StartupError and StoreError.
void ensure_schema(store::Store& store, bool may_migrate, store::Clock::time_point give_up);

/// Puts `count` sample films into a store that has none; leaves any other alone. Waits for a store
/// that is away until `give_up`. Throws StartupError and StoreError.
void seed(store::Store& store, std::int64_t count, store::Clock::time_point give_up);

}  // namespace movie
