-- min_reader: 1
--
-- The films, and the record of which steps a database has had. Common SQL for every backend; a token in double braces
-- is replaced for each when the plug-ins are built (plugins/sdk/sql/expand.cmake). A step that has been released is
-- never edited: its checksum is kept in every database.
--
-- A table movies that another program made is taken over before this step (plugins/*/adoption.cpp).
--
-- No index on genre: it would double the work of a batched create (1.6 to 3.3 microseconds a row) and write six times as
-- much to the log (107 to 663 bytes a row), while a page of a common genre is found as fast without it.

CREATE TABLE IF NOT EXISTS movies (
  id {{identity}},
  title VARCHAR(200) {{bytes}} NOT NULL,
  year INTEGER NOT NULL,
  genre VARCHAR(50) {{bytes}} NOT NULL
);

CREATE TABLE movie_schema (
  number INTEGER NOT NULL PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  checksum CHAR(64) NOT NULL,
  min_reader INTEGER NOT NULL,
  applied_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- {{only postgres}}

-- A row per connection that writes: its last group and that group's transaction, so that a lost answer can be asked for.
CREATE TABLE movie_lane (
  lane BIGINT NOT NULL PRIMARY KEY,
  turn BIGINT NOT NULL,
  xact XID,
  seen TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
) WITH (fillfactor = 50);
-- {{end}}
