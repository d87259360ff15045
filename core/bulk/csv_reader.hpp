#pragma once

#include <memory>

#include "bulk/reader.hpp"

namespace movie::bulk {

/// See open_reader.
class CsvReader final : public Reader {
 public:
  explicit CsvReader(Source source, Purpose purpose = Purpose::add);
  ~CsvReader() override;

  Row next() override;
  [[nodiscard]] std::uint64_t bytes_read() const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace movie::bulk
