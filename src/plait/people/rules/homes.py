"""What a practitioner says of their own home. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Home:
    """What a practitioner says of themselves."""

    surnames: tuple[str, ...]
    postcode: str = ""
    line: str = ""
    phones: tuple[str, ...] = ()
    kin: tuple[tuple[str, str, str], ...] = ()  # first name, last name, postcode
