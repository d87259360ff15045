#include "json/python_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "json/strict_reader.hpp"

namespace movie::json {
namespace {

/// Notes everything it is told.
class Log : public Handler {
 public:
  std::string text;
  bool null() override { return note("null"); }
  bool boolean(bool value) override { return note(value ? "true" : "false"); }
  bool number(std::string_view as_spelt) override {
    return note("number " + std::string(as_spelt));
  }
  bool string(std::string_view string) override { return note("string " + std::string(string)); }
  bool begin_object() override { return note("{"); }
  bool key(std::string_view key) override { return note("key " + std::string(key)); }
  bool end_object() override { return note("}"); }
  bool begin_array() override { return note("["); }
  bool end_array() override { return note("]"); }

 private:
  bool note(const std::string& event) {
    text += event + "\n";
    return true;
  }
};

std::string error_of(std::string_view text) {
  Log log;
  const auto error = read_as_python(text, log);
  return error ? std::to_string(error->position) + " " + std::string(error->reason) : "";
}

TEST(PythonReaderTest, TellsWhatTheStrictReaderTells) {
  for (const std::string text :
       {"null", " [ ] ", "{}",
        R"({"a":[1,-0,0.5,-1.5E+10,1e-3,true,false,null,"x"],"":{"b":{}},"c":[[],[{}]]})",
        R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u4e16\ud83c\udfac\uDC00é🎬")", "[\t1\r,\n2 ]"}) {
    Log strict, python;
    EXPECT_TRUE(read_strictly(text, strict)) << text;
    EXPECT_EQ(read_as_python(text, python), std::nullopt) << text;
    EXPECT_EQ(python.text, strict.text) << text;
  }
}

TEST(PythonReaderTest, TakesWhatOnlyPythonTakes) {
  for (const auto& [text, told] : std::vector<std::pair<std::string, std::string>>{
           {"NaN", "number NaN\n"},
           {"[Infinity,-Infinity]", "[\nnumber Infinity\nnumber -Infinity\n]\n"},
           {"1e400", "number 1e400\n"},
           {R"("\ud800x")", "string \xED\xA0\x80x\n"}}) {
    Log strict, python;
    EXPECT_FALSE(read_strictly(text, strict)) << text;
    EXPECT_EQ(read_as_python(text, python), std::nullopt) << text;
    EXPECT_EQ(python.text, told);
  }
}

TEST(PythonReaderTest, SaysWhereAndWhyInPythonsWords) {
  EXPECT_EQ(error_of(" "), "1 Expecting value");
  EXPECT_EQ(error_of("[1,]"), "3 Expecting value");
  EXPECT_EQ(error_of("[1 2]"), "3 Expecting ',' delimiter");
  EXPECT_EQ(error_of("{\"🎬\":1,}"), "7 Expecting property name enclosed in double quotes");
  EXPECT_EQ(error_of("{\"a\" 1}"), "5 Expecting ':' delimiter");
  EXPECT_EQ(error_of("-NaN"), "0 Expecting value");
  EXPECT_EQ(error_of("01"), "1 Extra data");
  EXPECT_EQ(error_of("1.e5"), "1 Extra data");
  EXPECT_EQ(error_of("{}}"), "2 Extra data");
  EXPECT_EQ(error_of(std::string_view("{}\0", 3)), "2 Extra data");
  EXPECT_EQ(error_of("{\"a\":\"b\\"), "5 Unterminated string starting at");
  EXPECT_EQ(error_of("\"a\nb\""), "2 Invalid control character at");
  EXPECT_EQ(error_of("\"\\x\""), "1 Invalid \\escape");
  EXPECT_EQ(error_of("\"\\u12G4\""), "2 Invalid \\uXXXX escape");
  EXPECT_EQ(error_of("\"\\ud83c\\uZZZZ\""), "8 Invalid \\uXXXX escape");
}

}  // namespace
}  // namespace movie::json
