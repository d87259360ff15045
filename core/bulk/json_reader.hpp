#pragma once

#include "bulk/array_elements.hpp"
#include "bulk/id_order.hpp"
#include "bulk/reader.hpp"

namespace movie::bulk {

/// See open_reader.
class JsonReader final : public Reader {
 public:
  explicit JsonReader(Source source, Purpose purpose = Purpose::add)
      : elements_(std::move(source)), ids_(purpose) {}

  Row next() override;
  [[nodiscard]] std::uint64_t bytes_read() const override { return elements_.bytes_read(); }

 private:
  ArrayElements elements_;
  IdOrder ids_;
};

}  // namespace movie::bulk
