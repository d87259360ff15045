#pragma once

#include <string_view>

namespace movie::json {

/// What a reader of JSON tells as it goes (SAX). Text is UTF-8, but for lone surrogates, which come
/// as the three bytes that UTF-8 would have for them. Views are valid during the call. False:
/// enough, read no further.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual bool null() = 0;
  virtual bool boolean(bool value) = 0;
  virtual bool number(std::string_view as_spelt) = 0;
  virtual bool string(std::string_view text) = 0;
  virtual bool begin_object() = 0;
  virtual bool key(std::string_view text) = 0;
  virtual bool end_object() = 0;
  virtual bool begin_array() = 0;
  virtual bool end_array() = 0;
};

}  // namespace movie::json
