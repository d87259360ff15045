-- min_reader: 1
--
-- What finding films needs: an index for each order and for a genre by year, and titles folded for searching
-- (core/model/search_key.hpp). A program that knows nothing of title_key goes on working: a film it adds has none, one
-- whose title it changes loses its own, and the server adds those within a minute.
--
-- A search looks at every title: an index that finds parts of words (trigrams) exists on one engine only, and costs a
-- create more than all of these.

ALTER TABLE movies ADD COLUMN title_key TEXT {{bytes}};

-- {{only sqlite}}
CREATE INDEX movies_title ON movies (title);
-- {{end}}
-- {{only postgres}}
-- An index entry has 2,704 bytes at most. Titles too long for that can be another program's alone; what sorts films by title
-- finds those by an index of their own. Put like this, the planner takes them for few without statistics.
CREATE INDEX movies_title ON movies (title, id) WHERE least(octet_length(title), 2048) <> 2048;
CREATE INDEX movies_long_title ON movies (id) WHERE least(octet_length(title), 2048) = 2048;
-- {{end}}
CREATE INDEX movies_year ON movies (year{{by_id}});
CREATE INDEX movies_genre ON movies (genre{{by_id}});
CREATE INDEX movies_genre_year ON movies (genre, year{{by_id}});
CREATE INDEX movies_unkeyed ON movies (id) WHERE title_key IS NULL;

-- What the stores remember for the host, by name: which version of the folding title_key was made with.
CREATE TABLE movie_setting (
  name VARCHAR(50) NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
);

-- Whoever sets a title along with its key gives a key that differs from the one before (by a blank at its end, which no
-- word can hold); a key left as it was belongs to the title before.
-- {{only sqlite}}
CREATE TRIGGER movies_title_changed AFTER UPDATE OF title ON movies
WHEN NEW.title_key IS OLD.title_key AND NEW.title IS NOT OLD.title
BEGIN
  UPDATE movies SET title_key = NULL WHERE id = NEW.id;
END;
-- {{end}}
-- {{only postgres}}
CREATE OR REPLACE FUNCTION movies_title_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.title_key := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER movies_title_changed BEFORE UPDATE OF title ON movies FOR EACH ROW
WHEN (NEW.title_key IS NOT DISTINCT FROM OLD.title_key AND NEW.title IS DISTINCT FROM OLD.title)
EXECUTE FUNCTION movies_title_changed();
-- {{end}}
