-- min_reader: 1
--
-- Creates that a client may send again: by its key, what the request was and the film as it was created then, remembered
-- in the create's own transaction. Nothing refers to the film, which may be changed or removed since. seq only grows, so
-- the lowest are the oldest, and how many there are need not be counted.

CREATE TABLE movie_memo (
  seq {{identity}},
  key VARCHAR(255) {{bytes}} NOT NULL UNIQUE,
  digest VARCHAR(64) {{bytes}} NOT NULL,
  expires BIGINT NOT NULL,
  film_id BIGINT NOT NULL,
  title TEXT {{bytes}} NOT NULL,
  year INTEGER NOT NULL,
  genre TEXT {{bytes}} NOT NULL
);
