"""What an area says of itself at `/.well-known/plait-area`: its code, where it is reached, its keys, whom to ring.

It is signed with a key that it lists itself, which proves that whoever wrote it holds that key, and nothing else: that it is
really that area is for two people to find out, over a telephone number they knew before.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from plait.base.federation.wire.envelope import CODE
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import (
    BadKeys,
    NotCanonical,
    NotSigned,
    PublicKeys,
    Ring,
    canonical,
    read_canonical,
    sign,
    verify,
)
from plait.base.keys.canonical import raw64

AREA, FORMAT = "plait-area", "plait-area/1"
WELL_KNOWN = "/.well-known/plait-area"
LONGEST = 16 * 1024
K = TypeVar("K", bool, int)
PHONE = re.compile(r"[+0-9][0-9 ()-]{1,28}")
ENVELOPES = (1,)  # versions that this Plait reads


@dataclass(frozen=True, slots=True)
class Description:
    """One area in its own words. `collects`: nobody can reach it from outside, so it comes and asks for what waits."""

    code: str
    name: str
    authority_number: str
    url: str
    collects: bool
    versions: tuple[int, ...]
    office_hours: str
    office_phone: str
    emergency_name: str
    emergency_phone: str
    keys: PublicKeys
    at: datetime
    police_name: str = ""  # the force there; an older Plait names none
    police_phone: str = ""


def write_description(said: Description, *, ring: Ring) -> str:
    """Signed, as it is published."""
    words = {
        "at": int(said.at.timestamp()),
        "authority": said.authority_number,
        "code": said.code,
        "collects": said.collects,
        "emergency": {"name": said.emergency_name, "phone": said.emergency_phone},
        "envelopes": list(said.versions),
        "format": FORMAT,
        "keys": said.keys.jwks(),
        "name": said.name,
        "police": {"name": said.police_name, "phone": said.police_phone},
        "office": {"hours": said.office_hours, "phone": said.office_phone},
        "url": said.url,
    }
    return sign(canonical(words), typ=AREA, at=said.at, ring=ring)


def read_description(written: str, *, at: datetime) -> Description:
    """A description that holds together: signed with a key that it lists, every member what it should be. Raises NotAccepted."""
    written = written.strip()
    if len(written) > LONGEST:
        raise NotAccepted("not-a-description")
    try:
        listed = read_canonical(raw64(written.split(".")[1]))["keys"]
        keys = PublicKeys.read(listed)
        said: Any = read_canonical(verify(written, typ=AREA, keys=keys, at=at).payload)
        if said["format"] != FORMAT:
            raise NotAccepted("newer-version")
        police = said.get("police", {"name": "", "phone": ""})
        found = Description(
            code=_text(said["code"], 40),
            name=_text(said["name"], 80),
            authority_number=_text(said["authority"], 3),
            url=_text(said["url"], 200),
            collects=_known(said["collects"], bool),
            versions=tuple(_known(one, int) for one in said["envelopes"]),
            office_hours=_text(said["office"]["hours"], 120),
            office_phone=_text(said["office"]["phone"], 30),
            emergency_name=_text(said["emergency"]["name"], 80),
            emergency_phone=_text(said["emergency"]["phone"], 30),
            keys=keys,
            at=datetime.fromtimestamp(said["at"], UTC),
            police_name=_text(police["name"], 80),
            police_phone=_text(police["phone"], 30),
        )
    except NotAccepted:
        raise
    except NotSigned as fault:
        raise NotAccepted(fault.reason) from None
    except BadKeys:
        raise NotAccepted("bad-keys") from None
    except (NotCanonical, IndexError, KeyError, TypeError, ValueError, OverflowError, OSError):
        raise NotAccepted("not-a-description") from None
    return _sound(found, at=at)


def _sound(found: Description, *, at: datetime) -> Description:
    phones = [found.office_phone, found.emergency_phone, *filter(None, [found.police_phone])]
    fits = CODE.fullmatch(found.code) and all(PHONE.fullmatch(one) for one in phones)
    if not fits or not _is_address(found.url):
        raise NotAccepted("not-a-description")
    if not set(found.versions) & set(ENVELOPES):
        raise NotAccepted("newer-version")
    if any(found.keys.newest(use=use, at=at) is None for use in ("sig", "enc")):
        raise NotAccepted("key-not-in-its-time")
    return found


def _is_address(url: str) -> bool:
    """https with a name and nothing else; http only to this very machine, for demos."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if (
        not host
        or parts.username
        or parts.password
        or parts.query
        or parts.fragment
        or parts.path not in {"", "/"}
    ):
        return False
    here = host in {"127.0.0.1", "localhost"} or host.endswith(".localhost")
    return parts.scheme == "https" or (parts.scheme == "http" and here)


def _text(said: Any, most: int) -> str:
    if not isinstance(said, str) or len(said) > most or any(ord(letter) < 32 for letter in said):
        raise NotAccepted("not-a-description")
    return said


def _known(said: Any, kind: type[K]) -> K:
    if type(said) is not kind:
        raise NotAccepted("not-a-description")
    return said
