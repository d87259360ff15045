#include <movie/plugin.hpp>

#include "store.hpp"

MOVIE_PLUGIN(movie::pg::Store, "postgres", MOVIE_PLUGIN_VERSION,
             MOVIE_EXPECT | MOVIE_MEMO | MOVIE_KEEP_ID | MOVIE_IF_EMPTY | MOVIE_FILTER |
                 MOVIE_SEARCH | MOVIE_SORT | MOVIE_TOTAL | MOVIE_SNAPSHOT | MOVIE_MANY |
                 MOVIE_CLEARS | MOVIE_REKEYS)
