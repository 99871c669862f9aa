"""discovery.toml: “do you know this family?” How much one may ask, how much another area may ask us, how long it is kept."""

from typing import Annotated

from pydantic import Field

from plait.base.packs.schema.common import Headed, Text

Some = Annotated[int, Field(ge=1, le=10_000)]


class DiscoveryFile(Headed):
    """The limits of asking between areas.

    Ours: `most_areas` asked at once before a senior says that it must be more, of them `most_told` for no reason but that the
    family spoke of them; `most_by_one` families that one practitioner asks
    about in a day. Theirs: what one area may ask in an hour, in a day and in the name of one practitioner; beyond it nothing is
    given, and somebody rings. Days: a question is kept at both ends, an interest in a child stands, and two
    areas that asked lately are worth a question to whoever works with the child.
    """

    version: Text
    most_areas: Annotated[int, Field(ge=1, le=20)]
    most_told: Annotated[int, Field(ge=1, le=20)] = 3
    most_by_one: Annotated[int, Field(ge=1, le=100)]
    peer_in_an_hour: Some
    peer_in_a_day: Some
    peer_in_one_name: Some
    kept_days: Annotated[int, Field(ge=28, le=366)]
    interest_days: Annotated[int, Field(ge=1, le=366)]
    lately_days: Annotated[int, Field(ge=1, le=366)]

    def gives_nothing(self, *, in_an_hour: int, in_a_day: int, in_one_name: int) -> bool:
        """Has this area asked about so many that the next question is answered by nothing?"""
        return (
            in_an_hour >= self.peer_in_an_hour
            or in_a_day >= self.peer_in_a_day
            or in_one_name >= self.peer_in_one_name
        )
