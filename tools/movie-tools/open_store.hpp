#pragma once

#include <cstdio>
#include <memory>

#include "config/config.hpp"
#include "store/schema.hpp"
#include "store/store.hpp"

namespace movie::tools {

/// Which store a command is about to touch, its password hidden.
void print_store(std::FILE* out, const config::Loaded& loaded);

/// Throws Failure if the store is in a process's own memory: a server's is out of reach, ours would
/// be gone at once.
void refuse_memory(const config::Loaded& loaded);

/// Throws StoreError and PluginError.
[[nodiscard]] std::unique_ptr<store::Store> open_store(const config::Config& config);
/// The same for a command that needs the schema to be current; throws Failure if it is not.
[[nodiscard]] std::unique_ptr<store::Store> open_current_store(const config::Config& config);

[[nodiscard]] store::Schema schema_of(store::Store& store);
void require_current(const store::Schema& schema);

}  // namespace movie::tools
