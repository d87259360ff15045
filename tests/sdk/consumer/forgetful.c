/* The least that the dynamic linker calls a plug-in, for a build with pkg-config alone. */
#include <movie/store.h>

MOVIE_EXPORT const movie_plugin movie_plugin_v1 = {MOVIE_ABI_MAJOR, MOVIE_ABI_MINOR, sizeof(movie_plugin), 0, "forgetful", "1.0", 0, 0, 0, 0, 0, 0, 0, 0};
