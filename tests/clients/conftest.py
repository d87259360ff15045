import os

import pytest
from service import MODES, ROOT, Backends


def pytest_addoption(parser):
    parser.addoption("--service", default=str(ROOT / "build/release/bin/movie-service"), help="the program; default: %(default)s")
    parser.addoption("--assets", default=str(ROOT / "build/clients/node_modules"), help="npm packages of page/; default: %(default)s")
    parser.addoption("--backend", action="append", choices=MODES, help="only this one; default: each")
    parser.addoption("--examples", type=int, default=250, help="schemathesis: cases an operation in each phase; default: %(default)s")
    parser.addoption("--seed", type=int, default=1, help="schemathesis: another one tries other cases; default: %(default)s")


def pytest_generate_tests(metafunc):
    if "service" in metafunc.fixturenames:
        metafunc.parametrize("service", metafunc.config.getoption("backend") or MODES, indirect=True, scope="module")


@pytest.fixture(scope="session")
def backends(request):
    all_of_them = Backends(request.config.getoption("service"))
    yield all_of_them
    all_of_them.close()


@pytest.fixture(scope="module")
def service(request, backends):
    one = backends.start(request.param)
    yield one
    one.close()


@pytest.fixture(scope="session")
def cannot_run():
    """Ends a test that this machine cannot run: a skip here, a failure in CI."""
    return pytest.fail if os.environ.get("CI") else pytest.skip
