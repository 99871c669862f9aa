"""A model's card: what it is for, what it was trained on, what its numbers are, what it must not be used for."""

from plait.matching.definition import COMPARISONS, LEAST_M, ROWS_LEAST_TF, TRAINING_BLOCKS
from plait.matching.model import Model


def card(model: Model) -> str:
    """The card in Markdown; every number in it is the model's."""
    about = "\n".join(f"- {name}: {value}" for name, value in model.trained_on.items())
    rows = "\n".join(
        f"| {comparison.words} | {level.words} | {one.m:.5f} | {one.u:.3g} | {one.weight:+.2f} |"
        for comparison in COMPARISONS
        for level, one in zip(comparison.levels, model.levels[comparison.name], strict=True)
    )
    lines = "\n".join(
        f"- {name}: {getattr(model.lines, name):g} bits" for name in type(model.lines).__slots__
    )
    blocks = "; ".join(f"`{block}`" for block in TRAINING_BLOCKS)
    return f"""# {model.id}

Says how likely two records are of one person, in bits (log2 of the odds). Two drawn at random start at {model.prior:.2f} bits.

## What it is for
To bring records before somebody who decides, to answer "who is this?" with its reasons, and to let the nightly run ask about
differences. It decides nothing about a child, it measures no risk, and a low score does not mean that nobody knows the family.

## Trained on
{about}

u was counted on random pairs; m by EM where {blocks}, never inside a block shaped like a household.
For the NHS and the pupil number u is one in as many people. No m is under {LEAST_M}: some true pairs disagree in anything.
Names rarer than {ROWS_LEAST_TF:g} of records count as if they were that common.

## Lines
{lines}

## Levels
| comparison | level | m | u | weight |
| --- | --- | --- | --- | --- |
{rows}

## Known limits
- Trained on an invented population. Train again on your own records before real use, and measure: error rates and name
  frequencies are not those of your area.
- The prior is that of the records it was trained on. Fewer records make scores a little low, more a little high.
- Guards come before scores. A nickname that no list knows looks like a twin: it is answered "family known, this person not".
- Common names, missing dates of birth and single names find less. The benchmark prints recall by name culture.
- People whose names were changed for safety, by adoption or by gender recognition must be kept apart by the identity
  shield; the model knows nothing of it.
"""
