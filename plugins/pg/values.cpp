#include <endian.h>

#include <array>
#include <cstring>

#include "statements.hpp"

// Postgres's binary form of values: integers in network order, text as it is.
namespace movie::pg {
namespace {

template <class Integer>
auto network(Integer value) {
  if constexpr (sizeof value == 8) {
    return htobe64(static_cast<std::uint64_t>(value));
  } else {
    return htobe32(static_cast<std::uint32_t>(value));
  }
}

template <class Integer>
void append(std::string& to, Integer value) {
  const auto wire = network(value);
  to.append(reinterpret_cast<const char*>(&wire), sizeof wire);
}

/// Dimensions, whether NULLs occur, element type, then per dimension its size and first index.
std::string array_head(std::int32_t type, std::size_t size) {
  std::string head;
  append(head, std::int32_t{size == 0 ? 0 : 1});
  append(head, std::int32_t{0});
  append(head, type);
  if (size == 0) return head;
  append(head, static_cast<std::int32_t>(size));
  append(head, std::int32_t{1});
  return head;
}

template <class Integer>
Array integers(std::int32_t type, std::span<const Integer> values) {
  Array array{array_head(type, values.size())};
  for (const Integer value : values) {
    append(array.bytes, static_cast<std::int32_t>(sizeof value));
    append(array.bytes, value);
  }
  return array;
}

/// libpq's three arrays of one step's values.
struct Wire {
  std::array<const char*, kMostParams> values{};
  std::array<int, kMostParams> lengths{}, formats{};
  std::array<std::array<char, 8>, kMostParams> integers{};

  void put(std::size_t at, const char* data, std::size_t size) {
    values[at] = data == nullptr ? "" : data;  // a null pointer would be NULL
    lengths[at] = static_cast<int>(size);
  }
  template <class Integer>
  void put_integer(std::size_t at, Integer value) {
    const auto wire = network(value);
    std::memcpy(integers[at].data(), &wire, sizeof wire);
    put(at, integers[at].data(), sizeof wire);
  }
  void put(std::size_t at, const Param& param) {
    formats[at] = 1;
    if (const auto* wide = std::get_if<std::int64_t>(&param)) put_integer(at, *wide);
    if (const auto* narrow = std::get_if<std::int32_t>(&param)) put_integer(at, *narrow);
    if (const auto* text = std::get_if<std::string_view>(&param))
      put(at, text->data(), text->size());
    if (const auto* array = std::get_if<Array>(&param))
      put(at, array->bytes.data(), array->bytes.size());
  }
};

}  // namespace

Array text_array(std::span<const std::string_view> values) {
  constexpr std::int32_t kText = 25;
  Array array{array_head(kText, values.size())};
  for (const std::string_view value : values) {
    append(array.bytes, static_cast<std::int32_t>(value.size()));
    array.bytes += value;
  }
  return array;
}

Array int_array(std::span<const std::int32_t> values) { return integers(23, values); }
Array id_array(std::span<const std::int64_t> values) { return integers(20, values); }

bool Step::send(PGconn* connection, bool named) const {
  const int count = static_cast<int>(statement->types.size());
  if (prepare)
    return PQsendPrepare(connection, statement->name, statement->text, count,
                         statement->types.data()) == 1;
  Wire wire;
  for (std::size_t at = 0; at < statement->types.size(); ++at) wire.put(at, params[at]);
  if (named && statement->name[0] != '\0') {
    return PQsendQueryPrepared(connection, statement->name, count, wire.values.data(),
                               wire.lengths.data(), wire.formats.data(), 1) == 1;
  }
  return PQsendQueryParams(connection, statement->text, count, statement->types.data(),
                           wire.values.data(), wire.lengths.data(), wire.formats.data(), 1) == 1;
}

std::int64_t int_of(const PGresult* result, int row, int column) {
  const char* data = PQgetvalue(result, row, column);
  if (PQgetlength(result, row, column) == 8) {
    std::uint64_t wide = 0;
    std::memcpy(&wide, data, sizeof wide);
    return static_cast<std::int64_t>(be64toh(wide));
  }
  if (PQgetlength(result, row, column) != 4) return 0;  // NULL
  std::uint32_t narrow = 0;
  std::memcpy(&narrow, data, sizeof narrow);
  return static_cast<std::int32_t>(be32toh(narrow));
}

std::string_view text_of(const PGresult* result, int row, int column) {
  return {PQgetvalue(result, row, column),
          static_cast<std::size_t>(PQgetlength(result, row, column))};
}

sdk::Row row_of(const PGresult* result, int row) {
  return {int_of(result, row, 0), text_of(result, row, 1),
          static_cast<std::int32_t>(int_of(result, row, 2)), text_of(result, row, 3)};
}

}  // namespace movie::pg
