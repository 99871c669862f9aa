"""A million answers of the gate against Cedar, and a million against the table: `./run long gate [ANSWERS]`.

Prints how many were compared and allowed, and ends with 1 if one differs. Each piece has its own seed, so that a difference
can be looked at alone. A whole million writes a dated result.
"""

import sys
from datetime import UTC, datetime
from time import perf_counter

from benchmarks.gate.agreeing import Agreement, against_cedar, against_table
from benchmarks.long.sabotage import ROOT

MILLION, PIECE = 1_000_000, 50_000


def main() -> int:
    """Compare, piece by piece."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    wrong, day, lines = 0, datetime.now(UTC), []
    for name, oracle in (("Cedar", against_cedar), ("the table", against_table)):
        whole, began = Agreement(), perf_counter()
        for seed in range(1, -(-wanted // PIECE) + 1):
            piece = oracle(min(PIECE, wanted), seed=seed)
            whole.compared += piece.compared
            whole.allowed += piece.allowed
            whole.differing += piece.differing
        took = perf_counter() - began
        lines.append(
            f"{whole.compared:,} answers against {name}: {whole.allowed:,} allowed, {len(whole.differing)} differ ({took:,.0f} s)"
        )
        print(lines[-1], flush=True)
        for line in whole.differing[:5]:
            print(f"  {line}")
        wrong += len(whole.differing)
    if wanted >= MILLION:
        there = ROOT / "benchmarks" / "results" / f"gate-{day:%Y-%m-%d}.md"
        title = f"# The gate against two oracles, {day:%d %B %Y}"
        head = f"{title}\n\n`./run long gate`. Worlds of up to 25 clauses; {wrong} answers differ.\n\n"
        there.write_text(head + "".join(f"- {line}\n" for line in lines), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
