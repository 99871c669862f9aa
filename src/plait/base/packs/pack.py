"""A practice pack as the rest of Plait reads it: typed, frozen, complete. Pure of Django."""

import hashlib
import json
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from plait.base.clock import Calendar, Target, Term
from plait.base.packs.layers import canonical
from plait.base.packs.schema.access import ACCESS_UNSAID, AccessFile
from plait.base.packs.schema.advice import AdviceFile
from plait.base.packs.schema.agreement import AgreementFile, Deviation, DeviationsFile
from plait.base.packs.schema.alert import AlertFile
from plait.base.packs.schema.area import AreaFile
from plait.base.packs.schema.calendars import BankHolidaysFile, SchoolTermsFile
from plait.base.packs.schema.clocks import ClockRule, ClocksFile
from plait.base.packs.schema.closing import Closing
from plait.base.packs.schema.codes import CodesFile
from plait.base.packs.schema.discovery import DiscoveryFile
from plait.base.packs.schema.escalation import EscalationFile
from plait.base.packs.schema.examples import Example, ExamplesFile
from plait.base.packs.schema.forms import FormFile
from plait.base.packs.schema.gateways import ANYBODY, Gateway, GatewaysFile
from plait.base.packs.schema.handover import HandoverFile
from plait.base.packs.schema.legs import LegKind, LegsFile
from plait.base.packs.schema.levels import Indicator, Level, LevelsFile
from plait.base.packs.schema.lookups import LookupsFile
from plait.base.packs.schema.outcomes import Outcome, OutcomesFile
from plait.base.packs.schema.partners import Partner, PartnersFile
from plait.base.packs.schema.prompts import PromptsFile
from plait.base.packs.schema.purposes import Purpose, PurposesFile
from plait.base.packs.schema.ratings import Rating, RatingsFile
from plait.base.packs.schema.retention import RetentionFile
from plait.base.packs.schema.stepdown import StepDownFile
from plait.base.packs.schema.synonyms import SynonymsFile
from plait.base.packs.schema.words import WordsFile

F = TypeVar("F", bound=BaseModel)


class NotInPack(KeyError):
    """Something asked the pack for a name that it does not hold. The message says which."""

    def __str__(self) -> str:
        return str(self.args[0])


class Pack(BaseModel):
    """Everything that an area decided about its practice, at one release.

    `hash` is the SHA-256 of its content; `release_id` is empty for a pack read from files and not released.
    """

    model_config = ConfigDict(frozen=True)

    area_code: str
    version: str
    hash: str
    release_id: str = ""
    fictional: bool = False
    area: AreaFile
    bank_holidays: BankHolidaysFile
    school_terms: SchoolTermsFile
    clocks: dict[str, ClockRule]
    gateways: dict[str, Gateway]
    codes: dict[str, CodesFile]
    rating_scheme: RatingsFile
    level_scheme: LevelsFile
    outcomes: dict[str, Outcome]
    closing: Closing
    partners: dict[str, Partner]
    purposes: dict[str, Purpose] = {}
    forms: dict[str, FormFile]
    words: dict[str, str]
    access: AccessFile = ACCESS_UNSAID
    advice: AdviceFile | None = None  # None: a release of before there was advice
    examples: tuple[Example, ...]
    agreement_process: AgreementFile | None = None  # a release from before there was one has none
    deviations: tuple[Deviation, ...] = ()
    # Releases of before these files were known hold none: then nobody is asked, and nothing is due.
    lookups: LookupsFile | None = None
    retention: RetentionFile | None = None
    escalation: EscalationFile | None = None  # before there were ladders nobody could escalate
    stepdown: StepDownFile | None = None
    handover: HandoverFile | None = None
    discovery: DiscoveryFile | None = None
    legs: LegsFile | None = None
    alert: AlertFile | None = None
    synonyms: SynonymsFile | None = None  # before there were any, only an indicator’s own words found it
    prompts: PromptsFile | None = None

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """The area's ratings, most urgent first."""
        return self.rating_scheme.ratings

    @property
    def levels(self) -> tuple[Level, ...]:
        """The area's levels of need, lowest first."""
        return self.level_scheme.levels

    @cached_property
    def _calendar(self) -> Calendar:
        hours = self.area.working_hours
        terms = self.school_terms
        return Calendar(
            version=f"{self.bank_holidays.version} + {terms.version}",
            holidays=frozenset(holiday.date for holiday in self.bank_holidays.holidays),
            covers_from=self.bank_holidays.covers_from,
            covers_until=self.bank_holidays.covers_until,
            opens=hours.opens,
            closes=hours.closes,
            working_weekdays=frozenset(hours.weekdays),
            terms=tuple(
                Term(term.first, term.last, frozenset(day for away in term.away for day in away.days()))
                for term in terms.terms
            ),
            school_opens=terms.opens,
            school_closes=terms.closes,
        )

    def calendar(self) -> Calendar:
        """The area's working and school time."""
        return self._calendar

    def clock_rule(self, code: str) -> ClockRule:
        """The rule of a clock with its label, owner, source and status. Raises NotInPack."""
        return _one(self.clocks, code, "clock")

    def clock(self, code: str) -> Target:
        """How long a clock allows. Raises NotInPack."""
        return self.clock_rule(code).target

    def gateway(self, code: str) -> Gateway:
        """A legal gateway by its code, in force or not. Raises NotInPack."""
        return _one(self.gateways, code, "gateway")

    def gateways_for(
        self,
        holder_kind: str,
        recipient_kind: str,
        on: date,
        *,
        for_case_sharing: bool = True,
        holder_under_contract: bool | None = None,
        recipient_under_contract: bool | None = None,
    ) -> tuple[Gateway, ...]:
        """The gateways by which that kind of agency may share with that kind on that day, in the pack's order.

        `for_case_sharing=False` also gives definitions and limits that are not themselves a way to share. Whether an
        agency delivers services for a listed body under contract may be said of each side; unsaid, its kind alone counts.
        """
        return tuple(
            gateway
            for gateway in self.gateways.values()
            if gateway.in_force(on)
            and gateway.for_case_sharing in {True, for_case_sharing}
            and self._inside(gateway, gateway.applies_to_agency_types, holder_kind, holder_under_contract)
            and self._inside(gateway, gateway.recipient_types, recipient_kind, recipient_under_contract)
            and recipient_kind not in gateway.not_recipient_types
        )

    def rating(self, code: str) -> Rating:
        """A rating by its code. Raises NotInPack."""
        return _one({rating.code: rating for rating in self.ratings}, code, "rating")

    def level(self, n: int) -> Level:
        """A level of need by its number. Raises NotInPack."""
        return _one({level.n: level for level in self.levels}, n, "level")

    def indicators(self, level: int | None = None, age_months: int | None = None) -> tuple[Indicator, ...]:
        """Indicators, of one level and for one age if given."""
        bands = {
            band.code
            for band in self.level_scheme.age_bands
            if age_months is None or band.from_months <= age_months < band.to_months
        }
        return tuple(
            indicator
            for indicator in self.level_scheme.indicators
            if level in {None, indicator.level} and bands & set(indicator.ages)
        )

    def outcome(self, code: str) -> Outcome:
        """An outcome by its code. Raises NotInPack."""
        return _one(self.outcomes, code, "outcome")

    def needs_level_min(self, outcome_code: str) -> int | None:
        """The lowest level of this area at which the outcome's law stands; None where any level will do."""
        basis = self.outcome(outcome_code).needs_basis
        return next(
            (level.n for level in self.levels if basis != "none" and level.statutory_basis == basis),
            None,
        )

    def code_label(self, code_set: str, code: str) -> str:
        """The plain (or local) label of a national code. Raises NotInPack."""
        found = {one.code: one.shown for one in _one(self.codes, code_set, "code set").codes}
        return _one(found, code, f"code in {code_set}")

    def code_choices(self, code_set: str) -> tuple[tuple[str, str], ...]:
        """Codes with their labels, for a form."""
        return tuple((one.code, one.shown) for one in _one(self.codes, code_set, "code set").codes)

    def form(self, name: str) -> FormFile:
        """A form by the name of its file. Raises NotInPack."""
        return _one(self.forms, name, "form")

    def partner(self, kind: str) -> Partner:
        """A kind of agency. Raises NotInPack."""
        return _one(self.partners, kind, "kind of agency")

    def word(self, key: str) -> str:
        """The area's words for a key. Raises NotInPack."""
        return _one(self.words, key, "word")

    def agreement(self) -> AgreementFile:
        """How families are asked here: the region's process with the area's deviations. Raises NotInPack."""
        if self.agreement_process is None:
            raise NotInPack("This pack has no agreement.toml.")
        return self.agreement_process

    def ladders(self) -> EscalationFile:
        """How a disagreement climbs in this area. Raises NotInPack for a release from before there were ladders."""
        if self.escalation is None:
            raise NotInPack("This pack has no escalation.toml.")
        return self.escalation

    def stepping_down(self) -> StepDownFile:
        """How help is stepped down here. Raises NotInPack."""
        if self.stepdown is None:
            raise NotInPack("This pack has no stepdown.toml.")
        return self.stepdown

    def handing_over(self) -> HandoverFile:
        """How families are handed over and taken over here. Raises NotInPack."""
        if self.handover is None:
            raise NotInPack("This pack has no handover.toml.")
        return self.handover

    def asking_areas(self) -> DiscoveryFile:
        """How much is asked between areas, and how long it is kept. Raises NotInPack for an older release."""
        if self.discovery is None:
            raise NotInPack("This pack has no discovery.toml.")
        return self.discovery

    def leg_kind(self, code: str) -> LegKind | None:
        """What one service passes on to its like over the border; None where this area does not know it."""
        return self.legs.kind(code) if self.legs else None

    def alerting(self) -> AlertFile:
        """How word of a missing family is sent here. Raises NotInPack."""
        if self.alert is None:
            raise NotInPack("This pack has no alert.toml.")
        return self.alert

    def _inside(
        self, gateway: Gateway, named: tuple[str, ...], kind: str, under_contract: bool | None
    ) -> bool:
        """Is that kind among the named ones? Where kinds are inside only under contract and it is known, that decides."""
        if under_contract is not None and kind in gateway.under_contract_types:
            return under_contract
        return bool(self._called(kind) & set(named))

    def _called(self, kind: str) -> frozenset[str]:
        partner = self.partners.get(kind)
        return frozenset({ANYBODY, kind}) | (partner.is_called() if partner else frozenset())


K = TypeVar("K")
V = TypeVar("V")


def _one(table: dict[K, V], key: K, what: str) -> V:
    if key not in table:
        raise NotInPack(f"This pack has no {what} “{key}”.")
    return table[key]


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON, in hex: the name of a release for ever."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def pack_of(content: dict[str, Any], *, release_id: str = "") -> Pack:
    """The typed pack of a release's content. Raises pydantic's ValidationError for content that breaks the schema."""
    files: dict[str, Any] = content["files"]

    def every(folder: str, model: type[F]) -> list[tuple[str, F]]:
        names = sorted(name for name in files if name.startswith(f"{folder}/"))
        return [(name, _file(files, name, model)) for name in names]

    own, decided = content["chain"][0], _file(files, "outcomes.toml", OutcomesFile)
    return Pack(
        area_code=content["area"],
        version=own["version"],
        hash=hash_of(content),
        release_id=release_id,
        fictional=bool(own.get("fictional", False)),
        area=_file(files, "area.toml", AreaFile),
        bank_holidays=_file(files, "calendars/bank_holidays.toml", BankHolidaysFile),
        school_terms=_file(files, "calendars/school_terms.toml", SchoolTermsFile),
        clocks={rule.code: rule for _, file in every("clocks", ClocksFile) for rule in file.clocks},
        gateways={one.code: one for _, file in every("gateways", GatewaysFile) for one in file.gateways},
        codes={file.code_set: file for _, file in every("codes", CodesFile)},
        rating_scheme=_file(files, "ratings.toml", RatingsFile),
        level_scheme=_file(files, "levels.toml", LevelsFile),
        outcomes={one.code: one for one in decided.outcomes},
        closing=decided.closing,
        partners={one.kind: one for one in _file(files, "partners.toml", PartnersFile).partners},
        purposes=_purposes(files),
        forms={
            name.removeprefix("forms/").removesuffix(".toml"): file for name, file in every("forms", FormFile)
        },
        words=_file(files, "words.toml", WordsFile).words,
        agreement_process=_process(files),
        deviations=_deviations(files),
        access=_file(files, "access.toml", AccessFile) if "access.toml" in files else ACCESS_UNSAID,
        advice=_file(files, "advice.toml", AdviceFile) if "advice.toml" in files else None,
        examples=tuple(one for _, file in every("examples", ExamplesFile) for one in file.examples),
        lookups=_file(files, "lookups.toml", LookupsFile) if "lookups.toml" in files else None,
        retention=_file(files, "retention.toml", RetentionFile) if "retention.toml" in files else None,
        escalation=_file(files, "escalation.toml", EscalationFile) if "escalation.toml" in files else None,
        stepdown=_file(files, "stepdown.toml", StepDownFile) if "stepdown.toml" in files else None,
        handover=_file(files, "handover.toml", HandoverFile) if "handover.toml" in files else None,
        discovery=_file(files, "discovery.toml", DiscoveryFile) if "discovery.toml" in files else None,
        legs=_file(files, "legs.toml", LegsFile) if "legs.toml" in files else None,
        alert=_file(files, "alert.toml", AlertFile) if "alert.toml" in files else None,
        synonyms=_file(files, "synonyms.toml", SynonymsFile) if "synonyms.toml" in files else None,
        prompts=_file(files, "prompts.toml", PromptsFile) if "prompts.toml" in files else None,
    )


def _purposes(files: dict[str, Any]) -> dict[str, Purpose]:
    """A release of before there were purposes is still read: it has none."""
    if "purposes.toml" not in files:
        return {}
    return {one.code: one for one in _file(files, "purposes.toml", PurposesFile).purposes}


def _file(files: dict[str, Any], name: str, model: type[F]) -> F:
    return model.model_validate_json(canonical(files[name]["data"]))


def _deviations(files: dict[str, Any]) -> tuple[Deviation, ...]:
    name = "deviations.toml"
    return _file(files, name, DeviationsFile).deviations if name in files else ()


def _process(files: dict[str, Any]) -> AgreementFile | None:
    """The region's process as this area does it. Raises ValidationError where a deviation does not fit its place."""
    if "agreement.toml" not in files:
        return None
    process = json.loads(canonical(files["agreement.toml"]["data"]))
    for one in _deviations(files):
        part, key = one.key.split(".")
        process[part][key] = one.ours
    return AgreementFile.model_validate_json(canonical(process))
