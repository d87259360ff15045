#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace movie::test {

/// Requests with something wrong in them, made from good ones; the same for the same seed.
class Mutations {
 public:
  explicit Mutations(std::uint64_t seed) : random_(seed) {}
  std::string next();

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  void mutate(std::string& bytes);

  std::mt19937_64 random_;
};

}  // namespace movie::test
