#include "json/strict_reader.hpp"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace movie::json {
namespace {

/// RapidJSON's events as ours. Numbers come as text, so the base's Int, Double, … are never called.
struct Adapter : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Adapter> {
  explicit Adapter(Handler& to) : handler(to) {}
  bool Null() { return handler.null(); }
  bool Bool(bool value) { return handler.boolean(value); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return handler.number({text, size});
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return handler.string({text, size});
  }
  bool StartObject() { return handler.begin_object(); }
  bool Key(const char* text, rapidjson::SizeType size, bool) { return handler.key({text, size}); }
  bool EndObject(rapidjson::SizeType) { return handler.end_object(); }
  bool StartArray() { return handler.begin_array(); }
  bool EndArray(rapidjson::SizeType) { return handler.end_array(); }

  Handler& handler;
};

}  // namespace

bool read_strictly(std::string_view text, Handler& handler) {
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  Adapter adapter(handler);
  reader.Parse<kFlags>(stream, adapter);
  // A NUL is the end of the text to RapidJSON.
  return !reader.HasParseError() && stream.Tell() == text.size();
}

}  // namespace movie::json
