#include "samples.hpp"

#include <CLI/CLI.hpp>

#include "bulk/samples.hpp"

namespace movie::tools {

const MovieDraft* SampleRows::next() {
  if (given_ == count_) return nullptr;
  row_ = bulk::sample_movie(++given_);
  return &row_;
}

std::shared_ptr<std::int64_t> add_sample_option(CLI::App& command, std::int64_t usual) {
  auto count = std::make_shared<std::int64_t>(usual);
  command.add_option("--sample", *count, "How many sample movies")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{10'000'000}))
      ->capture_default_str();
  return count;
}

}  // namespace movie::tools
