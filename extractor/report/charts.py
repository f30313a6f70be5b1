"""The charts of the page: Vega-Lite drawings made by Altair, turned into SVG without a browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractor.records import Quantity
from extractor.report.figures import OVER_TIME, Point, Share, anchor_of

LONGEST = 15
"""Bars of a chart; the table beneath holds every row."""
_WIDTH = 760
_COLOURS = {"killed": "#a3262a", "injured": "#b86a00", "displaced": "#2c5f9e"}
_KINDS = (*_COLOURS, "other")
_SHADES = (*_COLOURS.values(), "#6b7280")
_SHAPES = {"as stated": "circle", "or more": "triangle-up", "or fewer": "triangle-down", "about": "diamond"}
_BASE = "https://vega.github.io/vega-datasets/#"  # what the renderer puts before a link within the page


def timeline(points: Sequence[Point]) -> str:
    """Headline figures over time as SVG; empty where no point has a day."""
    rows = [_row(point) for point in points if point.days and point.quantity.best is not None]
    if not rows:
        return ""
    import altair as alt

    shown = [kind for kind in OVER_TIME if any(row["kind"] == kind for row in rows)]
    day = alt.X(
        "first:T", title="day of the event", scale=alt.Scale(padding=16), axis=alt.Axis(labelOverlap=True)
    )
    axis = alt.Axis(values=[0, *(10**power for power in range(1, 9))], format=",")
    count = alt.Y("best:Q", title=None, axis=axis, scale=alt.Scale(type="symlog", constant=10, domainMin=0))
    shape = alt.Shape(
        "bounds:N",
        title="stated as",
        scale=alt.Scale(domain=list(_SHAPES), range=list(_SHAPES.values())),
    )
    scale = alt.Scale(domain=list(_COLOURS), range=[*_COLOURS.values()])
    colour = alt.Color("kind:N", legend=None, scale=scale)
    base = alt.Chart().encode(x=day, color=colour)
    layers = (
        base.mark_rule(strokeWidth=2, opacity=0.6).encode(y=alt.Y("low:Q"), y2="high:Q")
        + base.mark_rule(strokeWidth=2, opacity=0.6).encode(x2="last:T", y=count)
        + base.mark_point(filled=True, size=70, opacity=0.9).encode(y=count, shape=shape, href="href:N")
    )
    chart = (
        alt.layer(*layers.layer, data=alt.InlineData(values=rows))
        .properties(width=_WIDTH, height=150)
        .facet(row=alt.Row("kind:N", title=None, sort=shown, header=alt.Header(labelFontWeight="bold")))
        .resolve_scale(y="independent")
    )
    return _svg(chart)


def _row(point: Point) -> dict[str, Any]:
    assert point.days is not None
    quantity = point.quantity
    return {
        "first": point.days.first.isoformat(),
        "last": point.days.last.isoformat(),
        "kind": point.kind,
        "low": quantity.low if quantity.low is not None else quantity.best,
        "best": quantity.best,
        "high": quantity.high if quantity.high is not None else quantity.best,
        "bounds": bounds_of(quantity),
        "href": f"#{anchor_of(point.article)}",
    }


def bounds_of(quantity: Quantity) -> str:
    """How a figure is bound: ``as stated``, ``or more``, ``or fewer``, ``about``."""
    if quantity.low is None:
        return "about" if quantity.high is None else "or fewer"
    return "or more" if quantity.high is None else "as stated"


def bars(shares: Sequence[Share]) -> str:
    """How many figures each share has, by kind, as SVG; empty without shares."""
    if not shares:
        return ""
    import altair as alt

    shown = shares[:LONGEST]
    rows = [
        {"name": _cut(share.name), "kind": _kind(kind), "figures": count, "rank": rank}
        for rank, share in enumerate(shown)
        for kind, count in share.counts
    ]
    order = [_cut(share.name) for share in shown]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("sum(figures):Q", title="figures", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("name:N", title=None, sort=order, axis=alt.Axis(labelLimit=240)),
            color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=list(_KINDS), range=list(_SHADES))),
            order=alt.Order("kind:N"),
        )
        .properties(width=_WIDTH - 160)
    )
    return _svg(chart)


def _kind(kind: str) -> str:
    """The colour's name for a kind of figure: the movement of people is one."""
    if kind in ("killed", "injured"):
        return kind
    return "displaced" if kind.endswith((" people", " households")) else "other"


def _cut(name: str) -> str:
    return name if len(name) <= 34 else f"{name[:33]}…"


def _svg(chart: Any) -> str:
    import vl_convert

    styled = chart.configure(background="transparent", font="system-ui, sans-serif").configure_axis(
        labelFontSize=12, titleFontSize=12, gridColor="#e3e3ea"
    )
    styled = styled.configure_legend(labelFontSize=12, titleFontSize=12).configure_view(stroke="#d5d5dd")
    svg: str = vl_convert.vegalite_to_svg(styled.configure_header(labelFontSize=13).to_dict())
    return svg.replace(_BASE, "#")
