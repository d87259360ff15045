#include "refusals/golden_files.hpp"

#include <sys/stat.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <map>

#include "refusals/refusal.hpp"
#include "unit/store/elf_image.hpp"

namespace movie::test {
namespace {

namespace fs = std::filesystem;
using Make = std::function<void(const fs::path&)>;

std::string good() {
  std::ifstream in(kRefusalsDir / "libstore_fine.so", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Make holding(const std::function<std::string()>& content) {
  return [content](const fs::path& file) { std::ofstream(file, std::ios::binary) << content(); };
}
Make cut_to(std::size_t size) {
  return holding([size] { return good().substr(0, size); });
}
Make for_machine(bool wide, bool big_endian, std::uint16_t machine) {
  return holding(
      [=] { return ElfImage(wide, big_endian).plugin_note("mine", "2.1", 0).bytes(machine); });
}
Make with_byte(std::size_t at, char value) {
  return holding([=] {
    std::string bytes = good();
    bytes[at] = value;
    return bytes;
  });
}
Make with_mode(bool of_folder, mode_t bits) {
  return [=](const fs::path& file) {
    holding(good)(file);
    ::chmod(of_folder ? file.parent_path().c_str() : file.c_str(), bits);
  };
}

const std::map<std::string, Make>& recipes() {
  static const std::map<std::string, Make> all{
      {"empty", holding([] { return std::string(); })},
      {"text", holding([] { return std::string("version https://git-lfs.example/spec/v1\n"); })},
      {"one_byte", cut_to(1)},
      {"cut_header", cut_to(63)},
      {"cut_segments", cut_to(100)},
      {"cut_body", cut_to(4097)},
      {"damaged", with_byte(4, 9)},
      {"relocatable", with_byte(16, 1)},
      {"arm64", for_machine(true, false, 183)},
      {"arm32", for_machine(false, false, 40)},
      {"s390x", for_machine(true, true, 22)},
      {"folder", [](const fs::path& file) { fs::create_directory(file); }},
      {"fifo", [](const fs::path& file) { ::mkfifo(file.c_str(), 0600); }},
      {"link_to_nothing", [](const fs::path& file) { fs::create_symlink("nowhere", file); }},
      {"link_to_itself", [](const fs::path& file) { fs::create_symlink(file.filename(), file); }},
      {"file_writable", with_mode(false, 0666)},
      {"folder_writable", with_mode(true, 0777)},
  };
  return all;
}

}  // namespace

bool make_bad_file(const std::string& what, const fs::path& folder) {
  const auto recipe = recipes().find(what);
  if (recipe == recipes().end()) return false;
  recipe->second(folder / ("libstore_" + what + ".so"));
  return true;
}

}  // namespace movie::test
