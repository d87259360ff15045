#include "reference_store.hpp"

MOVIE_PLUGIN(movie::test::ReferenceStore, "reference", "1.0", movie::test::kEverything)
