"""Worker processes: order, bounded reading ahead, and that only the culprit of a mishap is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sabotage

from extractor.parallel import AHEAD, Lost, Pool, SetupError, WorkerError


def flat(results: Iterator[list[str | Lost]]) -> list[str]:
    return [item.kind if isinstance(item, Lost) else item for batch in results for item in batch]


def test_results_come_in_the_order_of_the_batches() -> None:
    batches = [["slow a", "b"], [], ["c"], ["d", "e"], ["f"]]
    with Pool(sabotage.obey, workers=2) as pool:
        assert flat(pool.map(batches)) == ["SLOW A", "B", "C", "D", "E", "F"]
        assert flat(pool.map(batches[2:])) == ["C", "D", "E", "F"]
        assert flat(pool.map([])) == []


def test_only_the_culprit_of_a_mishap_is_lost() -> None:
    batches = [["a", "raise", "b"], ["c", "kill", "d"], ["hang"], ["e", "exit", "odd", "f"], ["g"]]
    started = time.monotonic()
    with Pool(sabotage.obey, workers=2, limit=lambda _: 1.0) as pool:
        results = list(pool.map(batches))
    assert time.monotonic() - started < 30
    expected = ["A", "raised", "B", "C", "killed", "D", "timeout", "E", "killed", "raised", "F", "G"]
    assert flat(iter(results)) == expected
    lost = [item for batch in results for item in batch if isinstance(item, Lost)]
    assert [item.reason for item in lost] == [
        "ValueError: two lines",
        "ended its worker (SIGKILL, perhaps out of memory)",
        "took too long",
        "ended its worker (exit code 3)",
        "OddError: one",
    ]
    assert isinstance(lost[0].error, ValueError)
    assert lost[-1].error is None


@pytest.mark.parametrize("kind", ["raise", "kill", "exit", "hang"])
def test_a_batch_of_one_is_tried_again_like_any_other(kind: str, tmp_path: Path) -> None:
    with Pool(sabotage.once, limit=lambda _: 1.0) as pool:
        assert flat(pool.map([[f"{kind} {tmp_path}/1"], [f"{kind} {tmp_path}/2"]])) == ["done", "done"]


def test_time_in_which_a_worker_is_stopped_is_no_work(tmp_path: Path) -> None:
    mark = tmp_path / "process"
    stops: list[int] = []

    def stop_and_go_on() -> None:
        while not (mark.exists() and mark.read_text()):
            time.sleep(0.05)
        stops.append(int(mark.read_text()))
        os.kill(stops[0], signal.SIGSTOP)
        time.sleep(5)
        os.kill(stops[0], signal.SIGCONT)

    aside = threading.Thread(target=stop_and_go_on)
    aside.start()
    with Pool(sabotage.announced, limit=lambda _: 3.0) as pool:
        assert flat(pool.map([[str(mark)]])) == ["done"]
    aside.join()
    assert mark.read_text() == str(stops[0])


def test_time_in_which_everything_is_stopped_is_no_work(tmp_path: Path) -> None:
    script, mark = tmp_path / "parent.py", tmp_path / "process"
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(Path(__file__).parent)!r})\nimport sabotage\n"
        "from extractor.parallel import Pool\nif __name__ == '__main__':\n"
        f"    print(*Pool(sabotage.announced, limit=lambda _: 3.0).map([[{str(mark)!r}]]))\n"
    )
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        while not (mark.exists() and mark.read_text()):
            time.sleep(0.05)
        worker = mark.read_text()
        os.killpg(parent.pid, signal.SIGSTOP)
        time.sleep(5)
        os.killpg(parent.pid, signal.SIGCONT)
        printed, _ = parent.communicate(timeout=60)
    assert printed == "['done']\n"
    assert mark.read_text() == worker


def test_a_worker_that_computes_for_ever_is_late() -> None:
    with Pool(sabotage.burn, limit=lambda _: 1.0) as pool:
        assert flat(pool.map([["a"]])) == ["timeout"]


def test_a_wrong_number_of_results_is_a_mishap() -> None:
    with Pool(sabotage.short) as pool:
        assert flat(pool.map([["a", "b"]])) == ["raised", "raised"]


def test_the_source_is_read_only_so_far_ahead_of_the_oldest_open_batch() -> None:
    read = 0

    def source() -> Iterator[list[str]]:
        nonlocal read
        for number in range(10 * AHEAD):
            read += 1
            yield [str(number)]

    with Pool(sabotage.obey, workers=1) as pool:
        results = pool.map(source())
        assert next(results) == ["0"]
        assert read <= AHEAD + 2
        assert len(list(results)) == 10 * AHEAD - 1


def test_workers_are_replaced_after_so_many_items() -> None:
    with Pool(sabotage.process_ids, recycle=2) as pool:
        ids = flat(pool.map([["a"]] * 5))
    assert len(set(ids)) == 3


def test_a_setup_that_fails_is_reported_in_its_words() -> None:
    with Pool(sabotage.obey, setup=sabotage.fail_setup) as pool, pytest.raises(SetupError, match=r"^no such"):
        list(pool.map([["a"]]))


def test_workers_that_cannot_start_end_the_matter() -> None:
    with Pool(sabotage.obey, setup=sabotage.die) as pool, pytest.raises(WorkerError, match="exit code 7"):
        list(pool.map([["a"]]))


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(Path(__file__).parent)!r})\nimport sabotage\n"
        "from extractor.parallel import Pool\nif __name__ == '__main__':\n"
        "    list(Pool(sabotage.parents_and_ids).map([['a']]))\n"
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        for _ in range(100):
            if not Path(f"/proc/{worker}").exists():
                break
            try:
                os.kill(worker, 0)
            except ProcessLookupError:
                break
            time.sleep(0.1)
        else:
            pytest.fail("the worker lives on")
