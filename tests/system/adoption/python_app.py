"""What the Python application does to its database: python_app.py <url> make|use|rules

make: its tables and three films, as SQLModel and Alembic leave them.
use:  adds, changes and deletes a film, as it goes on doing afterwards; prints the films.
rules: makes its tables with films that break today's rules.
"""

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


if __name__ == "__main__":
    {"make": make, "use": use, "rules": rules}[sys.argv[2]](create_engine(sys.argv[1]))
