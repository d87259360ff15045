__attribute__((visibility("default"))) int movie_missing(void);
int movie_missing(void) { return 0; }
