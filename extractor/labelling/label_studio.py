"""Gold as Label Studio tasks and back: spans with labels, every other key as an answer to its region.

A key that the labeller judged to be empty is ticked under ``none_given``, so that an explicit null and
a left-out key stay apart. Records without a quote and sums have no place on the text; they travel in the
task's data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from extractor.gold import GoldError, GoldSummary
from extractor.labelling.anchor import anchor, first_span
from extractor.labelling.draft import quote_keys
from extractor.labelling.from_words import LABELS, label_of, record_of
from extractor.labelling.keys import (
    ANSWERS,
    CHOICES,
    LISTS,
    NULLABLE,
    NUMBERS,
    TEXTS,
    flatten,
    label_key,
    nest,
)
from extractor.records import Evidence

_LISTS = tuple(LABELS)
_COLOURS = {"casualties": "#c0392b", "displaced": "#b9770e", "dates": "#2471a3", "actors": "#1e8449"}
_CARRIED = ("events", "victims", "ledger")
"""Lists that travel with a task as they are, beside what is labelled in it."""
_JUDGED = ("actors", "dates", "casualties", "displaced", "summary", *_CARRIED)
_LIST_OF = {label: name for name, labels in LABELS.items() for label in labels}


def labelling_config() -> str:
    """The XML of the labelling interface that the tasks are made for."""
    lines = ["<View>", '  <Labels name="label" toName="text">']
    for name, labels in LABELS.items():
        lines += [f'    <Label value="{label}" background="{_COLOURS[name]}"/>' for label in labels]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="word"/>']
    for key, choices in CHOICES.items():
        lines += _choices(_name(key), choices, 'perRegion="true" choice="single"')
    lines += [f'  <Number name="{_name(key)}" toName="text" perRegion="true"/>' for key in NUMBERS]
    lines += [
        f'  <TextArea name="{_name(key)}" toName="text" perRegion="true" maxSubmissions="1"/>'
        for key in TEXTS
    ]
    lines += _choices("none_given", tuple(map(_name, NULLABLE)), 'perRegion="true" choice="multiple"')
    lines += [f'  <Number name="summary_{key}" toName="text"/>' for key in GoldSummary.model_fields]
    lines += _choices("summary_none", tuple(GoldSummary.model_fields), 'choice="multiple"')
    lines += _choices("labelled", _JUDGED, 'choice="multiple"')
    return "\n".join([*lines, "</View>"]) + "\n"


def _choices(name: str, values: Iterable[str], options: str) -> list[str]:
    inner = [f"    <Choice value={quoteattr(value)}/>" for value in values]
    return [f'  <Choices name="{name}" toName="text" {options}>', *inner, "  </Choices>"]


def _name(key: str) -> str:
    """A dotted key as the name of a control."""
    return key.replace(".", "_")


def to_task(gold: Mapping[str, Any], text: str, *, predicted_by: str | None = None) -> dict[str, Any]:
    """One task: gold as an annotation, or as a pre-annotation of the model ``predicted_by``."""
    result: list[dict[str, Any]] = []
    unplaced: dict[str, list[dict[str, Any]]] = {}
    for name in _LISTS:
        for index, record in enumerate(gold.get(name, ())):
            regions = list(_regions(name, f"{name}-{index}", record, text))
            if regions:
                result += regions
            else:
                unplaced.setdefault(name, []).append(record)
    result += _whole_text(gold)
    data = {"text": text, "article": gold["article"], "published": gold.get("published")}
    data |= {name: gold[name] for name in _CARRIED if name in gold}
    data |= {"unplaced": unplaced} if unplaced else {}
    if predicted_by is None:
        return {"data": data, "annotations": [{"result": result}]}
    return {"data": data, "predictions": [{"model_version": predicted_by, "result": result}]}


def _regions(name: str, region: str, record: Mapping[str, Any], text: str) -> Iterator[dict[str, Any]]:
    """A record's labelled span and its answers; an actor has one span for each of its quotes."""
    quotes = record.get("quotes", ()) if name == "actors" else [record.get("quote")]
    for number, quote in enumerate(quote for quote in quotes if quote):
        start, end = first_span(text, quote, record.get("nth", 1), whole_words=name == "actors")
        place = {"start": start, "end": end, "text": text[start:end]}
        same = {"id": f"{region}-{number}" if number else region, "to_name": "text"}
        labels = {"labels": [label_of(name, dict(record))]}
        yield same | {"from_name": "label", "type": "labels", "value": place | labels}
        answers = flatten(record) if number == 0 else {"name": record["name"]}
        for from_name, kind, answer in _answers(answers):
            yield same | {"from_name": from_name, "type": kind, "value": place | answer}


def _answers(keys: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The answers of a region, each with its control and kind, and last what the text does not say."""
    for key, value in keys.items():
        if value is not None:
            yield _name(key), *_answer(key, value)
    empty = [_name(key) for key in NULLABLE if key in keys and keys[key] is None]
    if empty:
        yield "none_given", "choices", {"choices": empty}


def _answer(key: str, value: Any) -> tuple[str, dict[str, Any]]:
    if key in CHOICES:
        return "choices", {"choices": [value]}
    if key in NUMBERS:
        return "number", {"number": value}
    return "textarea", {"text": [value] if isinstance(value, str) else list(value)}


def _whole_text(gold: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    summary = gold.get("summary", {})
    for key, value in summary.items():
        if value is not None:
            name = f"summary_{key}"
            yield {
                "id": name,
                "from_name": name,
                "to_name": "text",
                "type": "number",
                "value": {"number": value},
            }
    for name, values in (
        ("summary_none", [key for key, value in summary.items() if value is None]),
        ("labelled", list(gold["labelled"])),
    ):
        if values:
            yield {
                "id": name,
                "from_name": name,
                "to_name": "text",
                "type": "choices",
                "value": {"choices": values},
            }


def read_tasks(path: Path) -> Iterator[dict[str, Any]]:
    """The gold of every task of an exported file."""
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: not readable as JSON ({error}); export as JSON") from None
    for task in tasks if isinstance(tasks, list) else [tasks]:
        try:
            yield from_task(task)
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise GoldError(
                f"{path}: no task of this labelling interface ({error!r}); export as JSON, not as JSON-MIN"
            ) from None


def from_task(task: Mapping[str, Any]) -> dict[str, Any]:
    """The gold of one exported task: its last annotation, or its prediction where nobody has annotated."""
    data, results = task["data"], _results(task)
    whole = {r["from_name"]: r["value"] for r in results if "start" not in r["value"]}
    lists = _collect([r for r in results if "start" in r["value"]], data["text"], str(data["article"]))
    for name, records in data.get("unplaced", {}).items():
        lists[name] += records
    judged = whole.get("labelled", {}).get("choices") or [name for name in _LISTS if lists[name]]
    return (
        {"article": data["article"], "published": data.get("published")}
        | {"labelled": [name for name in _JUDGED if name in judged]}
        | lists
        | {"summary": _summary(whole)}
        | {name: data[name] for name in _CARRIED if name in data}
    )


def _results(task: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answers of a task; raises GoldError where it has none, or no text."""
    data = task["data"]
    answered = task.get("annotations") or task.get("predictions") or []
    if not answered or "text" not in data or "article" not in data:
        raise GoldError(f"task {data.get('article', task.get('id'))}: no text, article or annotation in it")
    results: list[dict[str, Any]] = answered[-1]["result"]
    return results


def _summary(whole: Mapping[str, Mapping[str, Any]]) -> dict[str, int | None]:
    """The headline figures of the answers about the whole text, in the order of the model."""
    nulls = whole.get("summary_none", {}).get("choices", ())
    summary: dict[str, int | None] = {}
    for key in GoldSummary.model_fields:
        if key in nulls:
            summary[key] = None
        elif f"summary_{key}" in whole:
            summary[key] = int(whole[f"summary_{key}"]["number"])
    return summary


def _collect(
    results: Iterable[Mapping[str, Any]], text: str, article: str
) -> dict[str, list[dict[str, Any]]]:
    """The regions as gold records, list by list, in the order of the text."""
    lists: dict[str, list[dict[str, Any]]] = {name: [] for name in _JUDGED if name in _LISTS}
    actors: dict[str, dict[str, Any]] = {}
    for span, answers in _placed(results, text, article):
        label = answers["label"]["labels"][0]
        if label not in _LIST_OF:
            raise GoldError(f"task {article}: no such label {label!r}; use the labels of the config")
        name = _LIST_OF[label]
        record = _record(name, label, span, answers, text)
        known = actors.setdefault(record["name"], record) if name == "actors" else record
        if known is record:
            lists[name].append(record)
        else:
            known["quotes"] += record["quotes"]
            known |= {key: record[key] for key in ("countries", "titles") if key in record}
    return lists


def _placed(
    results: Iterable[Mapping[str, Any]], text: str, article: str
) -> list[tuple[Evidence, Mapping[str, Mapping[str, Any]]]]:
    """The span of each region and its answers by control, in the order of the text."""
    regions: dict[str, dict[str, Mapping[str, Any]]] = {}
    for result in results:
        regions.setdefault(result["id"], {})[result["from_name"]] = result["value"]
    placed = []
    for answers in regions.values():
        if "label" not in answers:
            raise GoldError(f"task {article}: a region without a label; label or remove it")
        value = answers["label"]
        span = anchor(text, value["start"], value["end"], value.get("text"))
        if span is None:
            raise GoldError(f"task {article}: {value.get('text')!r} does not stand in its text")
        start, end = span
        placed.append((Evidence(start=start, end=end, text=text[start:end]), answers))
    return sorted(placed, key=lambda item: (item[0].start, item[0].end))


def _record(
    name: str, label: str, evidence: Evidence, answers: Mapping[str, Mapping[str, Any]], text: str
) -> dict[str, Any]:
    """The record of a region; where nothing but the label was given, the number is read from the words."""
    keys: dict[str, Any] = {
        key: _value(key, answers[_name(key)])
        for key in (*CHOICES, *NUMBERS, *TEXTS)
        if answers.get(_name(key)) is not None
    }
    for key in answers.get("none_given", {}).get("choices", ()):
        keys[next(k for k in NULLABLE if _name(k) == key)] = None
    bare = record_of(name, label, evidence, text)
    if not keys:
        return bare
    kept = (*(("quotes", "name") if name == "actors" else ("quote", "nth")), label_key(name).key)
    base = quote_keys(evidence, text) if name != "actors" else {}
    return base | {key: bare[key] for key in kept if key in bare} | nest(keys)


def _value(key: str, answer: Mapping[str, Any]) -> Any:
    """The value of a key in an answer: a number, one of the choices, words, or a list of them."""
    if key in NUMBERS:
        return answer["number"] if ANSWERS[key].kind == "real" else int(answer["number"])
    given = answer["choices"] if key in CHOICES else answer["text"]
    values = [given] if isinstance(given, str) else list(given)
    return values if key in LISTS else values[0]
