"""One address with one record in it, and the list of them all."""

from dataclasses import dataclass, field

from tests.matrix.oracle.who import NOBODY, Who


@dataclass(frozen=True, slots=True)
class Question:
    """One address with one record in it: who may read it, who may send to it (None: nobody can, there is no such way),
    who works on the record but is told *no* when they send, and which records an answer must name in the audit."""

    pattern: str
    fill: dict[str, str] = field(default_factory=dict)
    reads: Who | None = None
    sends: Who | None = None
    told_no: Who = NOBODY
    names: tuple[str, ...] = ()
    open_to_all: bool = False
    own_sign_in: bool = False

    def __str__(self) -> str:
        return f"{self.pattern or '(home)'} {' '.join(self.fill.values())}".strip()


QUESTIONS: list[Question] = []


def page(pattern: str, reads: Who | None, sends: Who | None = None, told_no: Who = NOBODY) -> None:
    """A page that is no one record's."""
    QUESTIONS.append(Question(pattern, {}, reads, sends, told_no))


def record(
    pattern: str, fill: dict[str, str], reads: Who | None, sends: Who | None = None, told_no: Who = NOBODY,
    names: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """A record's page."""
    QUESTIONS.append(Question(pattern, fill, reads, sends, told_no, names))
