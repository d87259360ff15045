#pragma once

#include <string>
#include <string_view>

#include "bulk/id_order.hpp"
#include "bulk/input.hpp"
#include "bulk/reader.hpp"

namespace movie::bulk {

/// See open_reader.
class NdjsonReader final : public Reader {
 public:
  explicit NdjsonReader(Source source, Purpose purpose = Purpose::add)
      : input_(std::move(source)), ids_(purpose) {}

  Row next() override;
  [[nodiscard]] std::uint64_t bytes_read() const override { return input_.bytes_read(); }

 private:
  bool read_line();
  Refusal refuse(std::vector<Problem> problems) const;

  Input input_;
  IdOrder ids_;
  std::string_view unread_;
  std::string text_;  ///< of the line, as much as is kept
  bool too_long_ = false;
  std::uint64_t line_ = 0, row_ = 0;
};

}  // namespace movie::bulk
