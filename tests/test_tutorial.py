"""The tutorial: it runs on a real kernel, shows what its prose describes, and is stored without outputs."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import vl_convert
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
TUTORIAL = ROOT / "docs" / "tutorial.ipynb"


class ThisPython(AsyncKernelManager):
    """A kernel of the interpreter that runs the tests, whatever kernels are installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


def stored() -> Any:
    """The notebook as it is in the repository."""
    return nbformat.read(TUTORIAL, as_version=4)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The cells of the tutorial by id, after a run in the folder where Jupyter runs it."""
    notebook = stored()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        client = NotebookClient(
            notebook,
            kernel_manager_class=ThisPython,
            timeout=120,
            resources={"metadata": {"path": TUTORIAL.parent}},
        )
        client.execute()
    yield {cell["id"]: cell for cell in notebook["cells"]}


def shown(cell: Any, mime: str = "text/plain") -> str:
    """What a cell shows in one form, printed lines included."""
    message = [output.get("text", "") for output in cell["outputs"] if output["output_type"] == "stream"]
    message += [output["data"][mime] for output in cell["outputs"] if mime in output.get("data", {})]
    return "".join(message)


def test_the_tutorial_is_stored_without_outputs_and_without_places_of_a_machine() -> None:
    notebook = stored()
    nbformat.validate(notebook)
    for cell in notebook["cells"]:
        assert not cell.get("outputs") and cell.get("execution_count") is None
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert not re.search(r"/(home|Users|tmp)/", str(notebook))


def test_every_cell_says_nothing_on_stderr(executed: dict[str, Any]) -> None:
    streams = [o for cell in executed.values() for o in cell.get("outputs", []) if o.get("name") == "stderr"]
    assert not streams


def test_the_first_article_is_displayed_with_its_marks(executed: dict[str, Any]) -> None:
    html = shown(executed["extract"], "text/html")
    assert '<mark class="l-casualties"' in html
    assert "= equal: 9 + 6 + 2 = 17" in html


def test_the_figures_are_those_that_the_prose_tells(executed: dict[str, Any]) -> None:
    assert shown(executed["wrong-sum"]) == "44"
    assert shown(executed["headline"]).startswith("equal | 9 + 6 + 2 = 17\n")
    assert "low=17 best=17 high=None qualifier='at_least'" in shown(executed["headline"])
    assert shown(executed["many"]) == "80"


def test_a_chart_comes_out_with_a_mark_for_each_toll(executed: dict[str, Any]) -> None:
    found = re.search(r'\}\)\((\{"config".*\}), \{.*?\}\);', shown(executed["chart"], "text/html"), re.DOTALL)
    assert found
    spec = json.loads(found[1])
    (rows,) = spec["datasets"].values()
    assert len(rows) > 30
    assert {row["day is of"] for row in rows} == {"event", "publication"}
    assert all(row["best"] < 10_000 for row in rows)
    drawing = vl_convert.vegalite_to_svg(json.dumps(spec))
    assert drawing.count('aria-roledescription="point"') == len(rows)


def test_every_list_is_scored_and_errors_are_told_with_their_cause(executed: dict[str, Any]) -> None:
    lines = shown(executed["score"]).splitlines()[1:]
    scores = {line.split()[1]: float(line.split()[-1]) for line in lines}
    ledger = scores.pop("ledger")
    assert set(scores) == {"casualties", "displaced", "dates", "actors", "victims", "events"}
    assert all(0.5 < score <= 1 for score in scores.values())
    assert 0 < ledger <= 1
    assert shown(executed["findings"]).count(" | false | ") >= 1
