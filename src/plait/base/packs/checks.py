"""What must fit together across the files of a pack. Each check names the file and the place of what does not."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from plait.base.packs.agreement_checks import agreement_faults, agreement_review
from plait.base.packs.checks_alert import alert
from plait.base.packs.checks_discovery import discovery
from plait.base.packs.checks_escalation import escalation_faults
from plait.base.packs.checks_handover import handover, legs
from plait.base.packs.checks_levels import levels, said_alike
from plait.base.packs.checks_sharing import advice, gateways
from plait.base.packs.checks_stepdown import stepdown
from plait.base.packs.examples import wrong
from plait.base.packs.faults import Fault
from plait.base.packs.layers import Chain, SourceFile
from plait.base.packs.pack import Pack
from plait.base.packs.schema.gateways import ANYBODY
from plait.base.packs.schema.purposes import PROTECTING

NEEDED = (
    "agreement.toml",
    "access.toml",
    "area.toml",
    "advice.toml",
    "calendars/bank_holidays.toml",
    "calendars/school_terms.toml",
    "ratings.toml",
    "levels.toml",
    "outcomes.toml",
    "partners.toml",
    "purposes.toml",
    "words.toml",
    "lookups.toml",
    "retention.toml",
    "escalation.toml",
    "stepdown.toml",
    "synonyms.toml",
    "prompts.toml",
)
# Clocks that Plait itself starts, and forms that its screens draw.
NEEDED_CLOCKS = (
    "referral_decision", "referrer_feedback", "assessment_max", "strategy_discussion", "lead_accepts", "closing_agreed",
    "passed_concern_done", "disagreement_answer", "lookup_explained", "dsar", "dp_complaint_ack", "access_review",
    "witness_alarm_looked_at", "area_information", "discovery_rung", "discovery_confirmed", "handover_first_word",
    "handover_question", "unlinked_person_expires",
)  # fmt: skip
NEEDED_FORMS = ("raise-concern", "phone-call")
NEEDED_CODES = ("referral_source", "primary_need", "assessment_factors", "ethnicity", "disability", "sex",
                "reason_for_closure", "category_of_abuse")  # fmt: skip
# What somebody who told us hears when the team that knows the child was given their concern.
NEEDED_OUTCOMES = ("continue_open",)
# Protection first (design 1): a pack chooses their words, never that a check may hold them back.
NEVER_BLOCKED = ("immediate_protection", "strategy_discussion", "section_47")
# The national numbers are real everywhere: anybody may ring them.
INVENTED_PHONE = re.compile(r"01632 960\d{3}|07700 900\d{3}|999|101|111")
INVENTED_OUTCODE = re.compile(r"(EW|HW)[1-9]")
# What Plait itself shares for. PROTECTING is never held up, whatever an agreement lacks.
NEEDED_PURPOSES = ("enquiry", "outcome", "own_record", "meeting", "who_is_it", *sorted(PROTECTING))
# Within a file: where its rows stand and by which key no two may be the same.
ROWS = {
    "clocks": "code",
    "gateways": "code",
    "codes": "code",
    "ratings": "code",
    "levels": "n",
    "domains": "code",
    "age_bands": "code",
    "indicators": "code",
    "outcomes": "code",
    "purposes": "code",
    "partners": "kind",
    "questions": "key",
    "sections": "key",
    "holidays": "date",
    "items": "code",
    "reasons": "code",
    "limits": "code",
    "ladders": "code",
    "rules": "code",
    "thinking": "code",
    "golden_rules": "n",
}
EXAMPLES_FOR = {
    "clock": "clocks",
    "rating": "ratings",
    "level": "levels",
    "outcome": "outcomes",
    "gateway": "gateways",
    "escalation": "ladders",
    "stepdown": "bars on stepping down",
    "search": "words said alike",
    "prompt": "questions put to a person",
    "discovery": "limits of asking between areas",
}


def before_assembly(chain: Chain) -> Iterator[Fault]:
    """Files and names that a whole pack needs, and names given twice."""
    files = chain.in_force()
    place = f"{chain.area}/pack.toml"
    for name in NEEDED:
        if name not in files:
            yield Fault(place, 1, f"No layer of this pack has the file {name}.")
    for form in NEEDED_FORMS:
        if f"forms/{form}.toml" not in files:
            yield Fault(place, 1, f"No layer of this pack has the file forms/{form}.toml.")
    clocks = {row["code"] for source in _in(files, "clocks") for row in source.data["clocks"]}
    for clock in NEEDED_CLOCKS:
        if clock not in clocks:
            yield Fault(place, 1, f"No file in clocks/ has the clock “{clock}”.")
    sets = {source.data["code_set"] for source in _in(files, "codes")}
    for code_set in NEEDED_CODES:
        if code_set not in sets:
            yield Fault(place, 1, f"No file in codes/ holds the code set “{code_set}”.")
    yield from _twice(files)


def _twice(files: dict[str, SourceFile]) -> Iterator[Fault]:
    across: dict[tuple[str, str], str] = {}
    for name in sorted(files):
        source = files[name]
        for rows, key in ROWS.items():
            seen: set[str] = set()
            for index, row in enumerate(source.data.get(rows, [])):
                value = str(row[key])
                if value in seen:
                    yield source.fault(f"“{value}” stands here twice.", rows, index, key)
                seen.add(value)
                if rows in {"clocks", "gateways"}:
                    first = across.setdefault((rows, value), name)
                    if first != name:
                        yield source.fault(f"“{value}” stands in {first} already.", rows, index, key)
        if name.startswith("codes/"):
            first = across.setdefault(("code_set", source.data["code_set"]), name)
            if first != name:
                yield source.fault(f"The code set stands in {first} already.", "code_set")


def _in(files: dict[str, SourceFile], folder: str) -> list[SourceFile]:
    return [files[name] for name in sorted(files) if name.startswith(f"{folder}/")]


def across(chain: Chain, pack: Pack) -> Iterator[Fault]:
    """Names in one file that another does not know; rules that leave somebody out."""
    files = chain.in_force()
    kinds = {name for partner in pack.partners.values() for name in partner.is_called()} | {ANYBODY}
    askable = {partner.kind for partner in pack.partners.values() if partner.askable}
    if pack.fictional:
        yield from _invented(files["area.toml"], pack)
    yield from _ratings(files["ratings.toml"], pack, askable)
    yield from levels(files["levels.toml"], pack)
    yield from said_alike(files["synonyms.toml"], pack)
    yield from _outcomes(files["outcomes.toml"], pack)
    yield from _partners(files["partners.toml"], pack)
    for code in NEEDED_PURPOSES:
        if code not in pack.purposes:
            yield files["purposes.toml"].fault(
                f"“{code}” must be there: Plait itself shares for it.", "purposes"
            )
    for source in _in(files, "gateways"):
        yield from gateways(source, pack, kinds)
    yield from advice(files["advice.toml"], pack, kinds)
    yield from stepdown(files["stepdown.toml"], pack)
    if "handover.toml" in files:
        yield from handover(files["handover.toml"], pack)
    if "discovery.toml" in files:
        yield from discovery(files["discovery.toml"], pack)
    if "legs.toml" in files:
        yield from legs(files["legs.toml"], pack)
    if "alert.toml" in files:
        yield from alert(files["alert.toml"], pack, INVENTED_PHONE)
    for source in _in(files, "forms"):
        for index, row in enumerate(source.data["questions"]):
            if row.get("code_set") and row["code_set"] not in pack.codes:
                yield source.fault(
                    f"There is no code set “{row['code_set']}”.", "questions", index, "code_set"
                )
    yield from agreement_faults(chain)
    yield from escalation_faults(files["escalation.toml"], pack, INVENTED_PHONE)
    yield from _words(chain)
    yield from _national_codes(chain)
    yield from _examples(chain, pack)


def _invented(source: SourceFile, pack: Pack) -> Iterator[Fault]:
    """A fictional pack may not ring or place anybody real: numbers kept by Ofcom for fiction, postcodes that do not exist."""
    for index, outcode in enumerate(pack.area.outcodes):
        if not INVENTED_OUTCODE.fullmatch(outcode):
            yield source.fault(
                f"“{outcode}” is not an invented postcode area (EW1 to EW9, HW1 to HW9).", "outcodes", index
            )
    for key in ("hub_phone", "edt_phone"):
        if not INVENTED_PHONE.fullmatch(str(source.data[key])):
            yield source.fault(
                "A fictional pack uses numbers kept for fiction (01632 960…, 07700 900…).", key
            )
    for rows in ("phone_tree", "duty_list"):
        for index, row in enumerate(source.data[rows]):
            for key in ("phone", "out_of_hours"):
                if not INVENTED_PHONE.fullmatch(str(row[key])):
                    sentence = "A fictional pack uses numbers kept for fiction (01632 960…, 07700 900…)."
                    yield source.fault(sentence, rows, index, key)


def _ratings(source: SourceFile, pack: Pack, askable: set[str]) -> Iterator[Fault]:
    for index, rating in enumerate(pack.ratings):
        for kind in rating.mandatory_partners:
            if kind not in askable:
                sentence = f"“{kind}” must be asked, but partners.toml has no such agency that can be asked."
                yield source.fault(sentence, "ratings", index, "mandatory_partners")
    if not pack.ratings[0].mandatory_partners:
        yield source.fault("The most urgent rating asks nobody.", "ratings", 0, "mandatory_partners")
    if pack.ratings[0].open_within_minutes is None:
        yield source.fault(
            "The most urgent rating must say within how many minutes it is opened.", "ratings", 0
        )
    signs = [(rating.icon, rating.label) for rating in pack.ratings]
    for index, (icon, label) in enumerate(signs):
        if any(icon == other_icon or label == other_label for other_icon, other_label in signs[:index]):
            yield source.fault("Each rating needs an icon and a label of its own.", "ratings", index, "icon")


def _outcomes(source: SourceFile, pack: Pack) -> Iterator[Fault]:
    bases = {level.statutory_basis for level in pack.levels}
    for index, outcome in enumerate(pack.outcomes.values()):
        if outcome.needs_basis != "none" and outcome.needs_basis not in bases:
            sentence = f"No level of this area stands on {outcome.needs_basis}."
            yield source.fault(sentence, "outcomes", index, "needs_basis")
        if outcome.accepting_agency and outcome.accepting_agency not in pack.partners:
            sentence = f"partners.toml knows no kind of agency “{outcome.accepting_agency}”."
            yield source.fault(sentence, "outcomes", index, "accepting_agency")
        for clock in outcome.starts:
            if clock not in pack.clocks:
                yield source.fault(f"There is no clock “{clock}”.", "outcomes", index, "starts")
    reasons = {one.code for one in pack.codes["reason_for_closure"].codes}
    for code in (*pack.closing.for_reason, *pack.closing.told_by_a_person):
        if code not in reasons:
            yield source.fault(f"There is no reason for closing “{code}”.", "closing")
    for code in pack.closing.told_by_a_person:
        if code not in pack.closing.for_reason:
            yield source.fault(f"“{code}” is told by a person, who needs words of its own for it.", "closing")
    for code in NEEDED_OUTCOMES:
        if code not in pack.outcomes:
            yield source.fault(f"“{code}” must be there: Plait itself speaks its words.", "outcomes")
    for code in NEVER_BLOCKED:
        if code not in pack.outcomes or not pack.outcomes[code].never_blocked:
            yield source.fault(
                f"“{code}” must be there and never_blocked: nothing may delay immediate protection.",
                "outcomes",
            )


def _partners(source: SourceFile, pack: Pack) -> Iterator[Fault]:
    for index, partner in enumerate(pack.partners.values()):
        if partner.gateway and partner.gateway not in pack.gateways:
            yield source.fault(f"There is no gateway “{partner.gateway}”.", "partners", index, "gateway")
        if partner.askable and not (
            partner.questions and partner.fields_sent and partner.gateway and partner.reason_to_know
        ):
            sentence = "Who can be asked needs a reason_to_know, questions, fields_sent and a gateway."
            yield source.fault(sentence, "partners", index, "kind")


def _words(chain: Chain) -> Iterator[Fault]:
    layers = [source for source in chain.files if source.name == "words.toml"]
    for nearer, further in pairwise(layers):
        for key in sorted(set(further.data["words"]) - set(nearer.data["words"])):
            yield nearer.fault(f"“{key}”, which {further.path} has, is missing.", "words")


def _national_codes(chain: Chain) -> Iterator[Fault]:
    """Local labels may stand on top of a national code set; its codes are England's (CIN census) and stay as they are."""
    layers = [source for source in chain.files if source.name.startswith("codes/")]
    national = {source.name: source for source in layers if source.layer == "england"}
    for source in layers:
        if source.layer == "england" or source.name not in national:
            continue
        kept = {row["code"] for row in source.data["codes"]}
        wanted = {row["code"] for row in national[source.name].data["codes"]}
        for code in sorted(kept ^ wanted):
            said = "is missing here" if code in wanted else "is not one of them"
            yield source.fault(f"National codes stay as they are: “{code}” {said}.", "codes")


def _examples(chain: Chain, pack: Pack) -> Iterator[Fault]:
    for source in _in(chain.in_force(), "examples"):
        for index, row in enumerate(source.data["examples"]):
            example = next(one for one in pack.examples if one.story == row["story"] and one.of == row["of"])
            said = wrong(example, pack)
            if said:
                yield source.fault(f"The example “{example.story}” does not hold: {said}", "examples", index)
    shown = {example.of for example in pack.examples}
    for kind, rules in EXAMPLES_FOR.items():
        if kind not in shown:
            yield Fault(
                f"{chain.area}/pack.toml", 1, f"No file in examples/ works out an example of the {rules}."
            )


def review(chain: Chain, on: date) -> Iterator[Fault]:
    """Warnings: files whose review is overdue, and calendars that end within half a year."""
    yield from agreement_review(chain, on)
    for source in (*chain.headers, *chain.in_force().values()):
        due = date.fromisoformat(source.data["review_by"])
        if due < on:
            yield source.warning(f"This file was to be looked at again by {due}.", "review_by")
    holidays = chain.in_force().get("calendars/bank_holidays.toml")
    if holidays is not None:
        ends = date.fromisoformat(holidays.data["covers_until"])
        if (ends - on).days < 183:
            yield holidays.warning(f"The bank holidays end on {ends}: fetch the next ones.", "covers_until")
    terms = chain.in_force().get("calendars/school_terms.toml")
    if terms is not None:
        ends = max(date.fromisoformat(term["last"]) for term in terms.data["terms"])
        if (ends - on).days < 60:
            yield terms.warning(f"The school terms end on {ends}: enter the next ones.", "terms")
