#pragma once

#include <cstdint>
#include <memory>

#include "store/operation.hpp"

namespace CLI {
class App;
}

namespace movie::tools {

/// The first `count` sample films.
class SampleRows final : public store::RowSource {
 public:
  explicit SampleRows(std::int64_t count) : count_(count) {}
  const MovieDraft* next() override;

 private:
  std::int64_t count_, given_ = 0;
  MovieDraft row_;
};

/// Adds `--sample N` to a command.
[[nodiscard]] std::shared_ptr<std::int64_t> add_sample_option(CLI::App& command,
                                                              std::int64_t usual);

}  // namespace movie::tools
