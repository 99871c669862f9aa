"""The pictures of docs/explanation/matching.md, from measurements: `python -m benchmarks.matching.plots RESULT.jsonl...`.

Precision and recall by line are measured here, on the held-out 10,000; latency by size is read from kept results.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, read
from benchmarks.matching.pairs import pair_precision_recall
from benchmarks.matching.world import world
from plait.matching import batch
from plait.matching.cluster import components
from plait.matching.model import current
from plait.matching.splink_table import table

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
LINES = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14)
WIDE, HIGH, LEFT, TOP, RIGHT, BOTTOM = 680, 380, 70, 30, 150, 50
INKS = ("#1d5a8c", "#b3541e", "#4c7a34", "#6b4c9a")
Point = tuple[float, float, str]
_LATENCY = re.compile(r"^search in process at ([\d,]+), p95, (\w+)$")


def chart(
    title: str,
    across: str,
    up: str,
    series: dict[str, list[Point]],
    ranges: tuple[float, float, float, float],
    *,
    ticks: tuple[list[tuple[float, str]], list[tuple[float, str]]],
) -> str:
    """Lines with marks as SVG, each with its own ink, mark and name; no script, no font of its own."""
    low, high, least, most = ranges
    wide, tall = WIDE - LEFT - RIGHT, HIGH - TOP - BOTTOM

    def x(value: float) -> float:
        return round(LEFT + (value - low) / (high - low) * wide, 1)

    def y(value: float) -> float:
        return round(TOP + (most - value) / (most - least) * tall, 1)

    drawn = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}"'
            ' font-family="sans-serif" font-size="12" role="img">'
        ),
        f"<title>{title}</title>",
        f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>',
        f'<text x="{LEFT}" y="18" font-size="14" fill="#222">{title}</text>',
    ]
    for value, words in ticks[0]:
        drawn.append(f'<path d="M{x(value)} {TOP}V{HIGH - BOTTOM}" stroke="#ddd"/>')
        drawn.append(
            f'<text x="{x(value)}" y="{HIGH - BOTTOM + 17}" text-anchor="middle" fill="#444">{words}</text>'
        )
    for value, words in ticks[1]:
        drawn.append(f'<path d="M{LEFT} {y(value)}H{WIDE - RIGHT}" stroke="#ddd"/>')
        drawn.append(f'<text x="{LEFT - 8}" y="{y(value) + 4}" text-anchor="end" fill="#444">{words}</text>')
    drawn.append(
        f'<text x="{LEFT + wide / 2}" y="{HIGH - 12}" text-anchor="middle" fill="#222">{across}</text>'
    )
    drawn.append(
        f'<text transform="translate(16 {TOP + tall / 2}) rotate(-90)" text-anchor="middle" fill="#222">{up}</text>'
    )
    for number, (name, points) in enumerate(series.items()):
        ink, dashes = INKS[number % len(INKS)], ("none", "6 4", "2 3", "8 3 2 3")[number % 4]
        path = " ".join(f"{x(one)},{y(other)}" for one, other, _ in points)
        drawn.append(
            f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="2" stroke-dasharray="{dashes}"/>'
        )
        for one, other, words in points:
            drawn.append(f'<circle cx="{x(one)}" cy="{y(other)}" r="3" fill="{ink}"/>')
            if words:
                drawn.append(
                    f'<text x="{x(one) + 6}" y="{y(other) - 6}" font-size="10" fill="{ink}">{words}</text>'
                )
        at = TOP + 20 + 20 * number
        drawn.append(
            f'<path d="M{WIDE - RIGHT + 12} {at}h26" stroke="{ink}" stroke-width="2" stroke-dasharray="{dashes}"/>'
        )
        drawn.append(f'<text x="{WIDE - RIGHT + 44}" y="{at + 4}" fill="#222">{name}</text>')
    return "\n".join([*drawn, "</svg>", ""])


def precision_recall() -> str:
    """Clusters at each line, with guards and without."""
    made, model = world(10_000), current()
    records = table(made.plain, np.arange(len(made.plain)))
    truth = made.population.records["person_id"].astype(np.int64)
    edges = batch.score_all(records, model, line=float(min(LINES)))
    one, other = (edges[name].to_numpy().astype(np.int64) for name in ("one", "other"))
    score = edges["score"].to_numpy()
    series: dict[str, list[Point]] = {"with guards": [], "without": []}
    for line in LINES:
        labels = {
            "with guards": batch.guarded_clusters(records, edges, line=float(line)).label,
            "without": components(len(made.plain), one[score >= line], other[score >= line]),
        }
        for name, label in labels.items():
            precision, recall = pair_precision_recall(label, truth)
            print(f"{name}, line {line}: precision {precision:.4f}, recall {recall:.4f}", file=sys.stderr)
            series[name].append((recall, precision, f"{line}" if line in (2, 6, 10, 14) else ""))
    found = [point for points in series.values() for point in points]
    low, high = (
        np.floor(min(point[0] for point in found) * 50) / 50,
        np.ceil(max(point[0] for point in found) * 50) / 50,
    )
    least = np.floor(min(point[1] for point in found) * 50) / 50
    title = f"Clusters of {len(made.plain):,} records by line (bits)"
    ticks = (_ticks(low, high), _ticks(least, 1.0))
    return chart(title, "recall of pairs", "precision of pairs", series, (low, high, least, 1.0), ticks=ticks)


def _ticks(low: float, high: float) -> list[tuple[float, str]]:
    step = 0.02 if high - low <= 0.2 else 0.05
    return [(float(value), f"{value:.2f}") for value in np.arange(low, high + step / 2, step)]


def latency(figures: list[Figure]) -> str:
    """The p95 of a search by how many records there are."""
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for one in figures:
        if told := _LATENCY.match(one.name):
            found[told.group(2)][int(told.group(1).replace(",", ""))] = one.value
    if not found:
        sys.exit("No latency in these results.")
    sizes = sorted({size for points in found.values() for size in points})
    low, high = np.log10(min(sizes)) - 0.2, np.log10(max(sizes)) + 0.2
    most = float(np.ceil(max(max(points.values()) for points in found.values()) * 1.1))
    series = {
        kind: [(float(np.log10(size)), points[size], f"{points[size]:.1f} ms") for size in sorted(points)]
        for kind, points in sorted(found.items(), reverse=True)
    }
    step = max(1, round(most / 6))
    ticks = (
        [(float(np.log10(size)), f"{size:,}") for size in sizes],
        [(float(value), str(value)) for value in range(0, int(most) + 1, step)],
    )
    title = "A search in process, p95 by size"
    return chart(title, "records", "milliseconds", series, (low, high, 0.0, most), ticks=ticks)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Say which results: python -m benchmarks.matching.plots benchmarks/results/matching-*.jsonl")
    kept = [figure for name in sys.argv[1:] for figure in read(Path(name))]
    (IMAGES / "matching-latency.svg").write_text(latency(kept), encoding="utf-8")
    (IMAGES / "matching-precision-recall.svg").write_text(precision_recall(), encoding="utf-8")
