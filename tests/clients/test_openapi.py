"""Schemathesis, all its checks: the service does what its OpenAPI document says, and refuses what that rules out."""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ENOUGH = 2000  # cases a backend


def test_schemathesis_finds_nothing(service, request, capfd):
    option = request.config.getoption
    command = [Path(sys.executable).parent / "schemathesis", "run", service.url + "/openapi.json", "--checks", "all",
               "--max-examples", str(option("examples")), "--seed", str(option("seed"))]
    hooks = {"SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(Path(__file__).parent)}
    with tempfile.TemporaryDirectory() as folder:  # it leaves its database behind where it runs
        ended = subprocess.run(command, cwd=folder, env=os.environ | hooks, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    summary = ended.stdout[ended.stdout.rfind(" SUMMARY "):]
    with capfd.disabled():
        print(f"\nschemathesis on {service.mode}:{summary}")
    assert ended.returncode == 0, ended.stdout
    assert service.said() == ""
    assert int(re.search(r"(\d+) generated", summary.replace(",", ""))[1]) >= ENOUGH
