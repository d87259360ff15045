#pragma once

#include "config/config.hpp"
#include "store/store.hpp"

namespace movie {

/// Serves `store` over HTTP until SIGTERM or SIGINT, which take_signals() must have been called
/// for, answers what is in flight and returns. Throws StartupError if the address cannot be had.
void serve(const config::Config& config, store::Store& store);

}  // namespace movie
