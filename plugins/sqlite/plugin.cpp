#include "store.hpp"

MOVIE_PLUGIN(movie::sqlite::Store, "sqlite", MOVIE_PLUGIN_VERSION,
             MOVIE_EXPECT | MOVIE_FILTER | MOVIE_SEARCH | MOVIE_SORT | MOVIE_TOTAL | MOVIE_MANY |
                 MOVIE_IF_EMPTY | MOVIE_CLEARS | MOVIE_REKEYS)
