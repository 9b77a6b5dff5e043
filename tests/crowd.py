"""Many people who press at the same instant, in real processes and through the real pages.

`python -m tests.crowd` sets Django up once and forks: processes of their own, at a third of the cost of starting each. It
reads from stdin one list for each process, of [session cookie, address, form], and writes what each got as JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import signal
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

THREADS = 4  # in each process: a worker of the portal serves several people too

Press = tuple[str, str, dict[str, str]]


@dataclass(frozen=True)
class Answer:
    status: int  # of the press itself
    went_to: str  # where it was sent
    page: str  # what could be read there
    error: str = ""


def press_together(processes: list[list[Press]], *, seconds: float = 300) -> list[Answer]:
    """What each press of each process got, in the order given."""
    from tests.servers import test_environment

    done = subprocess.run(
        [sys.executable, "-m", "tests.crowd"],
        input=json.dumps(processes),
        capture_output=True,
        text=True,
        timeout=seconds,
        env=test_environment(),
        check=False,
    )
    print(done.stderr[-6000:])  # shown where the test fails  # noqa: T201
    return [Answer(**one) for one in json.loads(done.stdout)]


def _press(press: Press) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client

    session, address, form = press
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session
    try:
        answer = client.post(address, form)
        went_to = answer.headers.get("Location", "")
        page = client.get(went_to).content.decode() if "/tunggu/" in went_to else answer.content.decode()
        return {"status": answer.status_code, "went_to": went_to, "page": page}
    except Exception:
        return {"status": 0, "went_to": "", "page": "", "error": traceback.format_exc()}
    finally:
        connection.close()


def _process(presses: list[Press], gate: Any, results: Any, number: int) -> None:
    from soksi_portal.embedded.launching import die_with_parent

    die_with_parent(signal.SIGKILL)
    with ThreadPoolExecutor(THREADS) as pool:
        gate.wait(timeout=30)
        results.put((number, list(pool.map(_press, presses))))


def main() -> None:
    import django

    django.setup()
    from django.urls import get_resolver

    _ = get_resolver().url_patterns  # loaded before the fork: a start is not what is measured
    lists = json.load(sys.stdin)
    fork = multiprocessing.get_context("fork")
    gate, results = fork.Barrier(len(lists)), fork.Queue()
    children = [
        fork.Process(target=_process, args=(presses, gate, results, number))
        for number, presses in enumerate(lists)
    ]
    for child in children:
        child.start()
    answers = dict(results.get(timeout=300) for _ in children)
    for child in children:
        child.join()
    json.dump([one for number in sorted(answers) for one in answers[number]], sys.stdout)


if __name__ == "__main__":
    main()
