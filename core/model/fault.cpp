#include "model/fault.hpp"

namespace movie {

std::string_view type_name(FaultType type) noexcept {
  switch (type) {
    case FaultType::missing:
      return "missing";
    case FaultType::model_attributes_type:
      return "model_attributes_type";
    case FaultType::string_type:
      return "string_type";
    case FaultType::string_unicode:
      return "string_unicode";
    case FaultType::string_too_short:
      return "string_too_short";
    case FaultType::string_too_long:
      return "string_too_long";
    case FaultType::value_error:
      return "value_error";
    case FaultType::int_type:
      return "int_type";
    case FaultType::int_parsing:
      return "int_parsing";
    case FaultType::int_parsing_size:
      return "int_parsing_size";
    case FaultType::int_from_float:
      return "int_from_float";
    case FaultType::finite_number:
      return "finite_number";
    case FaultType::greater_than_equal:
      return "greater_than_equal";
    case FaultType::less_than_equal:
      return "less_than_equal";
    case FaultType::bool_parsing:
      return "bool_parsing";
    case FaultType::literal_error:
      return "literal_error";
    case FaultType::too_long:
      return "too_long";
  }
  return "";
}

std::string message(const Fault& fault) {
  const std::string bound = std::to_string(fault.bound);
  switch (fault.type) {
    case FaultType::missing:
      return "Field required";
    case FaultType::model_attributes_type:
      return "Input should be a valid dictionary or object to extract fields from";
    case FaultType::string_type:
      return "Input should be a valid string";
    case FaultType::string_unicode:
      return "Input should be a valid string, unable to parse raw data as a unicode string";
    case FaultType::string_too_short:
      return "String should have at least " + bound +
             (fault.bound == 1 ? " character" : " characters");
    case FaultType::string_too_long:
      return "String should have at most " + bound + " characters";
    case FaultType::value_error:
      return fault.detail.empty() ? "Value error, text must not contain NUL (U+0000)"
                                  : "Value error, " + std::string(fault.detail);
    case FaultType::int_type:
      return "Input should be a valid integer";
    case FaultType::int_parsing:
      return "Input should be a valid integer, unable to parse string as an integer";
    case FaultType::int_parsing_size:
      return "Unable to parse input string as an integer, exceeded maximum size";
    case FaultType::int_from_float:
      return "Input should be a valid integer, got a number with a fractional part";
    case FaultType::finite_number:
      return "Input should be a finite number";
    case FaultType::greater_than_equal:
      return "Input should be greater than or equal to " + bound;
    case FaultType::less_than_equal:
      return "Input should be less than or equal to " + bound;
    case FaultType::bool_parsing:
      return "Input should be a valid boolean, unable to interpret input";
    case FaultType::literal_error:
      return "Input should be " + std::string(fault.detail);
    case FaultType::too_long:
      return "List should have at most " + bound + " items after validation, not " +
             std::to_string(fault.given);
  }
  return {};
}

}  // namespace movie
