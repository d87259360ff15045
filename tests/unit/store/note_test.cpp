#include "store/note.hpp"

#include <gmock/gmock.h>

#include <cstring>
#include <random>

#include "unit/store/elf_image.hpp"

namespace movie::store {
namespace {

using test::ElfImage;
using ::testing::HasSubstr;

/// Bytes in memory, of which nothing is read that is not there.
ByteSource source_of(const std::string& bytes) {
  return {bytes.size(), [&bytes](std::uint64_t offset, std::span<std::byte> to) {
            EXPECT_LE(offset, bytes.size());
            EXPECT_LE(to.size(), bytes.size() - offset);
            if (offset > bytes.size() || to.size() > bytes.size() - offset) return false;
            std::memcpy(to.data(), bytes.data() + offset, to.size());
            return true;
          }};
}

ElfFacts read(const std::string& bytes) { return read_elf(source_of(bytes)); }

std::string problem_of(const std::string& bytes) {
  try {
    read(bytes);
    return "none";
  } catch (const ElfError& error) {
    return error.what();
  }
}

class NoteTest : public ::testing::TestWithParam<std::tuple<bool, bool>> {
 protected:
  [[nodiscard]] ElfImage image() const {
    return {std::get<0>(GetParam()), std::get<1>(GetParam())};
  }
};

INSTANTIATE_TEST_SUITE_P(Machines, NoteTest,
                         ::testing::Combine(::testing::Bool(), ::testing::Bool()),
                         [](const auto& one) {
                           return std::string(std::get<0>(one.param) ? "Wide" : "Narrow") +
                                  (std::get<1>(one.param) ? "BigEndian" : "LittleEndian");
                         });

TEST_P(NoteTest, IsReadWhateverTheMachine) {
  const std::string bytes = image()
                                .note(std::string_view("GNU\0", 4), "abc", 1)
                                .plugin_note("mine", "2.1-rc", 0x1122334455667788)
                                .bytes(21);
  const ElfFacts facts = read(bytes);
  EXPECT_EQ(facts.bits, std::get<0>(GetParam()) ? 64u : 32u);
  EXPECT_EQ(facts.big_endian, std::get<1>(GetParam()));
  EXPECT_EQ(facts.machine, 21);
  ASSERT_TRUE(facts.note);
  EXPECT_EQ(*facts.note, (PluginFacts{"mine", "2.1-rc", 1, 2, 3, 0x1122334455667788}));
}

TEST_P(NoteTest, MayBeMissing) {
  EXPECT_FALSE(read(image().bytes()).note);
  EXPECT_FALSE(read(image().note(std::string_view("movie-store\0", 12), "", 2).bytes()).note)
      << "another type";
  EXPECT_FALSE(read(image().note("movie-stor", "", 1).bytes()).note);
}

TEST_P(NoteTest, MayHaveGrown) {
  EXPECT_EQ(read(image().plugin_note("mine", "1", 5, 120).bytes()).note->capabilities, 5u);
}

TEST_P(NoteTest, IsRefusedWhenItCannotBeRead) {
  EXPECT_EQ(problem_of(image().plugin_note("mine", "1", 0, 80).bytes()), "a note of 80 bytes");
  EXPECT_THAT(problem_of(image().plugin_note(std::string(40, 'x'), "1", 0).bytes()),
              HasSubstr("no printable text"));
  EXPECT_THAT(problem_of(image().plugin_note("a\nb", "1", 0).bytes()),
              HasSubstr("no printable text"));
}

TEST_P(NoteTest, IsRefusedWhereverTheFileIsCut) {
  const std::string whole = image().plugin_note("mine", "1", 0).bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(problem_of(whole.substr(0, size)), "none") << size << " of " << whole.size();
  }
  EXPECT_EQ(problem_of(whole), "none");
}

TEST_P(NoteTest, IsReadFromAnyBytesWithoutHarm) {
  const std::string whole =
      image().note(std::string_view("GNU\0", 4), "abc", 1).plugin_note("mine", "1", 0).bytes();
  std::mt19937 random(20'260'101);  // the same tries each time
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes =
        whole.substr(0, round % 4 == 0 ? random() % (whole.size() + 1) : whole.size());
    for (unsigned change = random() % 4 + 1; change > 0 && !bytes.empty(); --change) {
      constexpr char kTelling[] = {0, 1, 4, 8, 12, 127, -1, -128};
      bytes[random() % bytes.size()] =
          random() % 2 == 0 ? static_cast<char>(random()) : kTelling[random() % 8];
    }
    static_cast<void>(
        problem_of(bytes));  // source_of fails the test when something else is asked for
  }
}

TEST(ElfTest, TellsWhatIsNoSharedObject) {
  EXPECT_EQ(problem_of(""), "an empty file");
  EXPECT_EQ(problem_of("#!/bin/sh\necho no\n"), "a file without an ELF header");
  EXPECT_EQ(problem_of(ElfImage(true, false).bytes(62, 2)), "an ELF file of type 2");
}

TEST(ElfTest, TellsOfAFileThatCannotBeRead) {
  EXPECT_THROW(read_elf({100, [](std::uint64_t, std::span<std::byte>) { return false; }}),
               ElfError);
}

}  // namespace
}  // namespace movie::store
