"""The Streamlit dashboard's calls: an httpx client with its header and its patience."""
import httpx
import pytest


@pytest.fixture
def api(service):
    with httpx.Client(base_url=service.url, timeout=5.0, headers={"X-Trace-Id": "ui-streamlit"}) as client:
        yield client


def titles(api, **parameters):
    answer = api.get("/movies", params=parameters)
    answer.raise_for_status()
    return [film["title"] for film in answer.json()]


def test_films_are_added_filtered_and_removed(api):
    films = [{"title": "Arrival", "year": 2016, "genre": "sci-fi"}, {"title": "Heat", "year": 1995, "genre": "Crime"}]
    made = [api.post("/movies", json=film) for film in films]
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].json() == {"id": made[0].json()["id"], "title": "Arrival", "year": 2016, "genre": "Sci-Fi"}
    assert titles(api) == ["Arrival", "Heat"]
    assert titles(api, genre="sci-fi") == ["Arrival"]
    assert titles(api, genre="") == ["Arrival", "Heat"]

    removed = api.delete(f"/movies/{made[0].json()['id']}")
    assert (removed.status_code, removed.content) == (204, b"")
    assert titles(api) == ["Heat"]


def test_its_trace_id_comes_back(api):
    assert api.get("/movies").headers["X-Trace-Id"] == "ui-streamlit"


def test_it_can_show_what_is_wrong(api):
    answer = api.post("/movies", json={"title": " ", "year": 1800, "genre": "Drama"})
    assert answer.status_code == 422
    assert [(fault["loc"], fault["msg"]) for fault in answer.json()["detail"]] == [
        (["body", "title"], "String should have at least 1 character"),
        (["body", "year"], "Input should be greater than or equal to 1888"),
    ]
    assert api.delete("/movies/987654321").json() == {"detail": "Movie not found"}
