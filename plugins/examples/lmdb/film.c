#include "film.h"

typedef struct head {
  int32_t year;
  uint32_t title_size;
} head;

id_key key_of_id(int64_t id) {
  id_key key;
  int at;
  for (at = 0; at < 8; ++at) key.bytes[at] = (unsigned char)((uint64_t)id >> (56 - 8 * at));
  return key;
}

int64_t id_of_key(const MDB_val *key) {
  const unsigned char *const bytes = key->mv_data;
  uint64_t id = 0;
  size_t at;
  for (at = 0; at < key->mv_size && at < 8; ++at) id = id << 8 | bytes[at];
  return (int64_t)id;
}

int read_film(int64_t id, const MDB_val *value, movie_row *row) {
  head from;
  const char *const text = (const char *)value->mv_data + sizeof from;
  if (value->mv_size < sizeof from) return 0;
  memcpy(&from, value->mv_data, sizeof from);
  if (from.title_size > value->mv_size - sizeof from) return 0;
  memset(row, 0, sizeof *row);
  row->struct_size = sizeof *row;
  row->id = id;
  row->year = from.year;
  row->title.data = text, row->title.size = from.title_size;
  row->genre.data = text + from.title_size, row->genre.size = value->mv_size - sizeof from - from.title_size;
  return 1;
}

uint64_t film_size(const movie_row *row) { return sizeof(head) + row->title.size + row->genre.size; }

void write_film(const movie_row *row, void *to) {
  const head begin = {row->year, (uint32_t)row->title.size};
  char *const text = (char *)to + sizeof begin;
  memcpy(to, &begin, sizeof begin);
  if (row->title.size != 0) memcpy(text, row->title.data, row->title.size);
  if (row->genre.size != 0) memcpy(text + row->title.size, row->genre.data, row->genre.size);
}
