"""A portfolio is built on a dask cluster as it is built here."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from terminal import handbook
from test_fresh import DAY, tree, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a scheduler with two workers on this machine."""
    folder = tmp_path_factory.mktemp("cluster")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])}
    file = folder / "scheduler.json"

    def start(program: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", program, *words, "--scheduler-file", str(file), "--no-dashboard"]
        return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)

    settings = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
    started = [start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")]
    started += [start("distributed.cli.dask_worker", *settings) for _ in range(2)]
    distributed: Any = import_module("distributed")
    with distributed.Client(scheduler_file=str(file), timeout="120s") as client:
        client.wait_for_workers(2, timeout=120)
        yield client.scheduler.address
    for process in started:
        process.terminate()
        process.wait(60)


def test_a_cluster_makes_the_same_bytes(scheduler: str, tmp_path: Path) -> None:
    """Two workers build what one process builds, in the same order, with the page over all engagements."""
    folder = workspace(tmp_path, "able", "baker", "cook")
    here = handbook("build", *DAY, "--edition", "team", "--out", str(tmp_path / "here"), cwd=folder)
    there = handbook(
        "build", *DAY, "--edition", "team", "--out", str(tmp_path / "there"), "--on", scheduler, cwd=folder
    )
    assert (there.code, there.out.replace(": there/", ": here/")) == (here.code, here.out)
    assert tree(tmp_path / "there") == tree(tmp_path / "here")


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path) -> None:
    """An address where nobody listens is one line with what to do."""
    done = handbook("build", *DAY, "--on", "tcp://127.0.0.1:9", cwd=workspace(tmp_path, "able"))
    assert done.code == 1
    assert "the scheduler at tcp://127.0.0.1:9 cannot be reached" in done.err
    assert "Traceback" not in done.err
