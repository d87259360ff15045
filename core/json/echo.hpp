#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "json/handler.hpp"
#include "model/fields.hpp"

namespace movie::json {

/// A parsed body written again as Python's json module would: what a 422 answer echoes as `input`.
/// Made only once a fault has been found.
class Echo final : public Handler {
 public:
  /// `body` has been read before without an error.
  explicit Echo(std::string_view body);

  [[nodiscard]] std::string_view body() const { return text_; }
  /// The value of a member of the outermost object; of one given twice the last.
  [[nodiscard]] std::string_view member(Field field) const;

  bool null() override;
  bool boolean(bool value) override;
  bool number(std::string_view as_spelt) override;
  bool string(std::string_view text) override;
  bool begin_object() override;
  bool key(std::string_view text) override;
  bool end_object() override;
  bool begin_array() override;
  bool end_array() override;

 private:
  void begin_value();
  bool end_value();

  std::string text_;
  std::size_t depth_ = 0;
  std::optional<Field> member_;  ///< the one whose value is being written
  std::size_t member_begin_ = 0;
  struct Range {
    std::size_t begin = 0, size = 0;
  };
  std::array<Range, kFields.size()> members_;
};

}  // namespace movie::json
