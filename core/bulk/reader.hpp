#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <variant>

#include "bulk/format.hpp"
#include "bulk/refusal.hpp"
#include "model/movie.hpp"

namespace movie::bulk {

/// Fills the buffer with the next bytes and says how many; 0: the end. What it throws goes through
/// Reader::next.
using Source = std::function<std::size_t(std::span<char> buffer)>;

/// Nothing further can be read: no usable header, JSON that is malformed or cut short, no room for
/// a row. One line that says where, what was found and what is expected.
class ReadError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A row so long is a quote or a bracket that was never closed, and must not fill the memory.
inline constexpr std::size_t kLongestRow = 1 << 20;

/// What the films are read for: to be added to a catalogue, or to restore one, with their ids,
/// which every row must have and which ascend, and with their text as it stands.
enum class Purpose : std::uint8_t { add, restore };

struct End {};
using Row = std::variant<End, MovieDraft, Refusal>;

/// Films one by one, by the rules and in the words of the API, from any bytes at all. A byte order
/// mark at the beginning is skipped. Memory is bounded by the longest row allowed. Used by one
/// thread.
class Reader {
 public:
  Reader() = default;
  virtual ~Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// The next row. Throws ReadError; after that or End it is not called again.
  virtual Row next() = 0;

  /// How many bytes have been taken from the source, for a progress bar. None before next().
  [[nodiscard]] virtual std::uint64_t bytes_read() const = 0;
};

/// CSV: columns are found by the names in the header, title, year and genre in any order and case;
/// others are ignored, blank lines passed over. A row with a misplaced quote is refused.
/// JSON: an array. An element that is no film is refused; malformed JSON, or an array that does not
/// end, is a ReadError, for nobody can tell what it was to be.
/// NDJSON: blank lines are passed over; a line that is no film, or no JSON, is refused.
/// To restore, CSV needs a column id, too; ids that do not ascend are a ReadError, and a row whose
/// id leaves no room for ids to come is refused.
std::unique_ptr<Reader> open_reader(Format format, Source source, Purpose purpose = Purpose::add);

}  // namespace movie::bulk
