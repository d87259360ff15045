"""/docs as a person uses it: nothing comes from elsewhere, and "Try it out" creates a film."""
import httpx
import pytest
from browser import PATIENCE, chromium, missing
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.wait import WebDriverWait

CREATE = "#operations-movies-create_movie_movies_post"


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


def test_a_film_is_created_by_try_it_out(page, service):
    click(page, f"{CREATE} .opblock-summary-control")
    click(page, f"{CREATE} .try-out__btn")
    click(page, f"{CREATE} .execute")
    assert text(page, f"{CREATE} .live-responses-table .response .response-col_status").startswith("201")
    assert [film["title"] for film in httpx.get(service.url + "/movies").json()] == ["Arrival"]


def test_it_loads_without_complaint_and_from_here_only(page, service):
    assert text(page, f"{CREATE} .opblock-summary-path") == "/movies"
    loaded = page.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
    assert loaded and all(url.startswith((service.url, "data:")) for url in loaded), loaded
    assert page.get_log("browser") == []
