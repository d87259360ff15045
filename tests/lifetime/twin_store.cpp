// The SQLite plug-in under another name.

#include "store.hpp"

MOVIE_PLUGIN(movie::sqlite::Store, TWIN, "1.0", MOVIE_MANY)
