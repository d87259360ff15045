"""What the Python application does to its database: python_app.py <url> make|use|rules|odd|long_genre

make: its tables and three films, as SQLModel and Alembic leave them.
use:  adds, changes and deletes a film, as it goes on doing afterwards; prints the films.
rules: makes its tables with films that break today's rules.
odd: makes a table that allows what SQLModel's does not, and fills it with that.
long_genre: the same, and a genre of thousands of bytes.
"""

import random
import sys

from sqlalchemy import text
from sqlmodel import Field, Session, SQLModel, create_engine, select


class Movie(SQLModel, table=True):
    __tablename__ = "movies"
    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(max_length=200, index=True)
    year: int
    genre: str = Field(max_length=50)


def make(engine):
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        for title, year in (("Alien", 1979), ("Brazil", 1985), ("Casablanca", 1942)):
            session.add(Movie(title=title, year=year, genre="Drama"))
        session.commit()
        session.delete(session.exec(select(Movie).where(Movie.title == "Brazil")).one())
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        session.execute(text("INSERT INTO alembic_version VALUES ('0001_initial')"))
        session.commit()


def use(engine):
    with Session(engine) as session:
        mine = Movie(title="Written by Python", year=2001, genre="Drama")
        session.add(mine)
        session.commit()
        session.refresh(mine)
        alien = session.exec(select(Movie).where(Movie.title == "Alien")).one()
        alien.year += 1
        gone = Movie(title="gone again", year=2002, genre="Drama")
        session.add(gone)
        session.commit()
        session.delete(gone)
        session.commit()
        for movie in session.exec(select(Movie).order_by(Movie.id)):
            print(movie.id, movie.title, movie.year, movie.genre, sep="|")
        print(session.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def rules(engine):
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Movie(title="", year=1500, genre="Drama"))
        session.add(Movie(title="Alien", year=1979, genre="sci-fi"))
        session.commit()


def noise(size):
    """Which no compression makes shorter."""
    return "".join(random.Random(size).choices([chr(at) for at in range(33, 123)], k=size))


ODD = [
    (-5, "Below", 1990, "Drama"),
    (0, "Nothing", 1990, "Drama"),
    (1, None, 1999, "Drama"),
    (2, "No year", None, "Drama"),
    (3, "No genre", 1999, None),
    (4, None, None, None),
    (5, "L" + noise(9000), 2001, "Drama"),
    (6, "Z" + noise(3000), 2001, "Horror"),
    (7, "", 1500, ""),
    (8, "\u00c9l\u00e9phant \U0001f418 \"quoted\" \\ back", 2001, "Drama"),
    (9, "e\u0301 combining, tab\tand\nline", -3, "Drama"),
    (10, "  blanks around  ", 9999, " drama"),
    (11, "alien", 1979, "Horror"),
    (12, "Alien", 1979, "Horror"),
    (13, "Alien", 1979, "Drama"),
    (2147483647, "Last", 1979, "Drama"),
]


def odd(engine, more=()):
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE movies (id INTEGER PRIMARY KEY, title TEXT, year INTEGER, genre TEXT)"))
        insert = text("INSERT INTO movies VALUES (:id, :title, :year, :genre)")
        for values in (*ODD, *more):
            connection.execute(insert, dict(zip(("id", "title", "year", "genre"), values)))


def long_genre(engine):
    odd(engine, [(20, "Alien", 1979, noise(3000))])


if __name__ == "__main__":
    {"make": make, "use": use, "rules": rules, "odd": odd, "long_genre": long_genre}[sys.argv[2]](create_engine(sys.argv[1]))
