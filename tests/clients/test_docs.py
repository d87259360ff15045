"""/docs as a person uses it: nothing comes from elsewhere, and "Try it out" creates a film."""
import httpx
import pytest
from browser import PATIENCE, chromium, missing
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.wait import WebDriverWait

CREATE = "#operations-movies-create_movie_movies_post"
LIST = "#operations-movies-list_movies_movies_get"


@pytest.fixture(scope="module")
def driver(cannot_run):
    if missing():
        cannot_run(f"not installed: {', '.join(missing())}; tools/test-clients brings it")
    with chromium() as one:
        yield one


@pytest.fixture
def page(driver, service, cannot_run):
    if "swagger-ui" not in httpx.get(service.url + "/docs").text:
        cannot_run("this build has no Swagger UI: configure with -DMOVIE_DOCS_UI=ON")
    driver.get(service.url + "/docs")
    return driver


def click(page, selector):
    WebDriverWait(page, PATIENCE).until(until.element_to_be_clickable((By.CSS_SELECTOR, selector))).click()


def text(page, selector):
    return WebDriverWait(page, PATIENCE).until(until.visibility_of_element_located((By.CSS_SELECTOR, selector))).text


def try_out(page, operation):
    """Sends the form as it stands; what the page shows of the answer."""
    click(page, f"{operation} .opblock-summary-control")
    click(page, f"{operation} .try-out__btn")
    click(page, f"{operation} .execute")
    return text(page, f"{operation} .live-responses-table .response")


def test_a_film_is_created_by_try_it_out(page, service):
    assert try_out(page, CREATE).startswith("201")
    assert [film["title"] for film in httpx.get(service.url + "/movies").json()] == ["Arrival"]


def test_the_list_tried_out_as_it_stands_leaves_no_film_out(page, service):
    httpx.post(service.url + "/movies", json={"title": "Heat", "year": 1995, "genre": "Crime"}).raise_for_status()
    shown = try_out(page, LIST)
    assert shown.startswith("200") and "Heat" in shown, shown


def test_it_loads_without_complaint_and_from_here_only(page, service):
    assert text(page, f"{CREATE} .opblock-summary-path") == "/movies"
    loaded = page.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
    assert loaded and all(url.startswith((service.url, "data:")) for url in loaded), loaded
    assert page.get_log("browser") == []
