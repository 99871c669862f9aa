"""What must fit together about sharing: the gateways, and what "Can I share this?" says."""

from collections.abc import Iterator

from plait.base.packs.faults import Fault
from plait.base.packs.layers import SourceFile
from plait.base.packs.pack import Pack


def gateways(source: SourceFile, pack: Pack, kinds: set[str]) -> Iterator[Fault]:
    """A file of gateways: kinds of agency and reasons to share that other files know."""
    reasons = {one.code for one in pack.advice.reasons} if pack.advice else set()
    named = ("applies_to_agency_types", "recipient_types", "not_recipient_types", "under_contract_types")
    for index, row in enumerate(source.data["gateways"]):
        for key in named:
            for kind in row.get(key, []):
                if kind not in kinds:
                    yield source.fault(
                        f"partners.toml knows no kind of agency “{kind}”.", "gateways", index, key
                    )
        for reason in row.get("reasons", []):
            if reason not in reasons:
                yield source.fault(
                    f"advice.toml knows no reason to share “{reason}”.", "gateways", index, "reasons"
                )


def advice(source: SourceFile, pack: Pack, kinds: set[str]) -> Iterator[Fault]:
    """What the helper says: kinds of information that are there, each said once of a reason."""
    items = {row["code"] for row in source.data["items"]}
    for index, row in enumerate(source.data["reasons"]):
        if row["purpose"] not in pack.purposes:
            yield source.fault(
                f"purposes.toml knows no purpose “{row['purpose']}”.", "reasons", index, "purpose"
            )
        said = [(key, code) for key in ("share", "part", "ask_first") for code in row.get(key, [])]
        for key, code in said:
            if code not in items:
                yield source.fault(f"There is no kind of information “{code}”.", "reasons", index, key)
        codes = [code for _, code in said]
        for code in sorted({one for one in codes if codes.count(one) > 1}):
            yield source.fault(f"“{code}” is said twice of this reason.", "reasons", index)
    for index, row in enumerate(source.data["limits"]):
        for key in ("holders", "recipients"):
            for kind in row.get(key, []):
                if kind not in kinds:
                    yield source.fault(
                        f"partners.toml knows no kind of agency “{kind}”.", "limits", index, key
                    )
