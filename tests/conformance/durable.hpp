#pragma once

#include "suite.hpp"

namespace movie::conformance {

/// Cases of stores whose films outlive their process; begins with the case's closed.
class Durable : public Suite {
 protected:
  void SetUp() override {
    if (!GetParam().durable) GTEST_SKIP() << "forgets";
    if (GetParam().of_this_process) GTEST_SKIP() << "keeps its films for as long as this process";
    close();
  }
};

}  // namespace movie::conformance
