/* A film as LMDB keeps it: the key is the id, big end first, so that bytes sort as ids do; the value is year, length of the
 * title, title, genre. Numbers in values are the machine's, as in all of an LMDB file. */
#ifndef LMDB_FILM_H
#define LMDB_FILM_H
#include <lmdb.h>
#include <movie/plugin.h>

typedef struct id_key { unsigned char bytes[8]; } id_key;

id_key key_of_id(int64_t id);
int64_t id_of_key(const MDB_val *key);

/* 1: `row` is the film, its text borrowed from the value. 0: the value is none. */
int read_film(int64_t id, const MDB_val *value, movie_row *row);
uint64_t film_size(const movie_row *row);
void write_film(const movie_row *row, void *to);

#endif
