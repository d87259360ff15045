#include <gmock/gmock.h>

#include <ostream>

#include "refusals/refusal.hpp"

namespace movie::test {
namespace {

struct Case {
  std::string mode, line;
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.mode; }

class RefusedPluginTest : public ::testing::TestWithParam<Case> {};

TEST_P(RefusedPluginTest, SaysExpectedFoundAndRemedy) {
  EXPECT_EQ(refusal_of(GetParam().mode), GetParam().line);
}

Case missing(const std::string& function) {
  return {"no_" + function, "missing-function: {dir}/libstore_no_" + function +
                                ".so: expected the function " + function +
                                ", found a null pointer; its author has to provide it"};
}

INSTANTIATE_TEST_SUITE_P(
    Built, RefusedPluginTest,
    ::testing::Values(
        Case{"fine", "loaded"}, Case{"no_note", "loaded"},
        Case{"short_note",
             "bad-note: {dir}/libstore_short_note.so: expected a readable plug-in note or none, "
             "found a note of 8 bytes; "
             "its author has to build it with MOVIE_PLUGIN_NOTE"},
        Case{"no_entry",
             "no-entry: {dir}/libstore_no_entry.so: expected the symbol movie_plugin_v1, found no "
             "such symbol; "
             "its author has to export it with MOVIE_EXPORT"},
        Case{"major_in_note",
             "wrong-major: {dir}/libstore_major_in_note.so: expected ABI 1, found ABI 2; "
             "install the plug-in's build for this version of Movie Service"},
        Case{"major_in_table",
             "wrong-major: {dir}/libstore_major_in_table.so: expected ABI 1, found ABI 2; "
             "install the plug-in's build for this version of Movie Service"},
        Case{"host_too_old",
             "host-too-old: {dir}/libstore_host_too_old.so: expected a plug-in for hosts of ABI "
             "1.0, "
             "found one that needs 1.7; upgrade Movie Service, or install an older plug-in"},
        Case{"empty_table",
             "short-table: {dir}/libstore_empty_table.so: expected a table of at least 80 bytes, "
             "found one of 0; "
             "its author has to build it with movie/store.h"},
        Case{"short_table",
             "short-table: {dir}/libstore_short_table.so: expected a table of at least 80 bytes, "
             "found one of 72; "
             "its author has to build it with movie/store.h"},
        missing("open"), missing("close"), missing("session_open"), missing("session_close"),
        missing("execute"),
        Case{"other_name",
             "wrong-name: {dir}/libstore_other_name.so: expected the plug-in named other_name, "
             "found one named other; "
             "name the file libstore_other.so"},
        Case{"no_name",
             "bad-text: {dir}/libstore_no_name.so: expected a name of 1 to 31 printable bytes, "
             "found a null pointer; "
             "its author has to correct it"},
        Case{"endless_name",
             "bad-text: {dir}/libstore_endless_name.so: expected a name of 1 to 31 printable "
             "bytes, found something else; "
             "its author has to correct it"},
        Case{"note_differs",
             "note-differs: {dir}/libstore_note_differs.so: expected a table like its note: "
             "note_differs 1.0, ABI 1.0 for "
             "hosts from 1.0 on, capabilities 0x0, found note_differs 1.1, ABI 1.0 for hosts from "
             "1.0 on, capabilities "
             "0x0; its author has to make them agree"},
        Case{
            "undefined_symbol",
            "cannot-load: {dir}/libstore_undefined_symbol.so: expected a shared object that loads, "
            "found undefined symbol: movie_nowhere; install what it needs, or another build of it"},
        Case{
            "missing_library",
            "cannot-load: {dir}/libstore_missing_library.so: expected a shared object that loads, "
            "found libmovie_missing.so: cannot open shared object file: No such file or directory; "
            "install what it needs, or another build of it"}),
    [](const auto& one) { return one.param.mode; });

}  // namespace
}  // namespace movie::test
