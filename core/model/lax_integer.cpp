#include "model/lax_integer.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

#include "model/text.hpp"

namespace movie {
namespace {

constexpr std::size_t kMostDigits = 4300;  // Python refuses longer ones, for its conversion is slow
constexpr double kTwoTo63 = 9223372036854775808.0;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Adds digits up; beyond 64 bits it stays at the end of the range that lies in the sign's
/// direction.
class Accumulator {
 public:
  explicit Accumulator(bool negative) : negative_(negative) {}
  void add(char digit) {
    const int value = negative_ ? -(digit - '0') : digit - '0';
    std::int64_t& sum = integer_.value;
    if (integer_.fits && !__builtin_mul_overflow(sum, 10, &sum) &&
        !__builtin_add_overflow(sum, value, &sum)) {
      return;
    }
    using Limits = std::numeric_limits<std::int64_t>;
    integer_ = {negative_ ? Limits::min() : Limits::max(), false};
  }
  [[nodiscard]] LaxInteger result() const { return integer_; }

 private:
  bool negative_;
  LaxInteger integer_;
};

bool is_zero_fraction(std::string_view rest) {
  return rest.size() >= 2 && rest.front() == '.' &&
         rest.find_first_not_of('0', 1) == std::string_view::npos;
}

Judged<LaxInteger> refused(FaultType type) { return tl::unexpected(Fault{type}); }

}  // namespace

Judged<LaxInteger> integer_from_text(std::string_view text) {
  text = text::trimmed(text);
  if (text.size() > kMostDigits) return refused(FaultType::int_parsing_size);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  Accumulator sum(negative);
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const bool separates = text[i] == '_' && i > 0 && is_digit(text[i - 1]) &&
                           i + 1 < text.size() && is_digit(text[i + 1]);
    if (separates) continue;
    if (!is_digit(text[i])) break;
    sum.add(text[i]);
  }
  if (i == 0 || (i < text.size() && !is_zero_fraction(text.substr(i)))) {
    return refused(FaultType::int_parsing);
  }
  return sum.result();
}

double float_from_number(std::string_view number) {
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  // from_chars does not say which end of the range was left.
  if (error == std::errc::result_out_of_range)
    return std::strtod(std::string(number).c_str(), nullptr);
  return value;
}

Judged<LaxInteger> integer_from_number(std::string_view number) {
  const bool negative = number.starts_with('-');
  const std::string_view digits = number.substr(negative ? 1 : 0);
  if (digits.find_first_not_of("0123456789") == std::string_view::npos) {
    Accumulator sum(negative);
    for (const char digit : digits) sum.add(digit);
    return sum.result();
  }
  const double value = float_from_number(number);
  if (!std::isfinite(value)) return refused(FaultType::finite_number);
  if (value != std::trunc(value)) return refused(FaultType::int_from_float);
  if (!(value > -kTwoTo63 && value < kTwoTo63)) return refused(FaultType::int_parsing_size);
  return LaxInteger{static_cast<std::int64_t>(value), true};
}

}  // namespace movie
