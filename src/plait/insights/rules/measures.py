"""Every measure: what it is called, what it means, what is divided by what, and what it does not say. Words that stand on the
page, on the page of definitions and in the file are these."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what is counted there. `kind` says how a chart draws it: good, late, waiting or other."""

    code: str
    label: str
    kind: str = "other"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. `good` of `of` (all, where empty) is its share. `by` says what a line is; `own`: a line is one agency's,
    which may see its own. `undrawn`: why no chart stands beside its table."""

    id: str
    name: str
    means: str
    numerator: str
    denominator: str
    caveats: tuple[str, ...]
    by: str
    columns: tuple[Column, ...] = ()
    good: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    own: bool = field(default=False)
    undrawn: str = ""


NO_CONTEST = "There is no chart of it: bars side by side would be read as who is better, and these are thanks and advice."
LEFT_OUT = (
    "Concerns on the closed list, and those that speak of anybody whose record is restricted, are in no figure: so none can "
    "tell that one exists."
)
AS_IT_STANDS = "It is told as it stands today: what was late then may have been done since."
BY_TELLER = (
    "Counted for the agency that told us. Families, the public and callers without a name are one line."
)

IN_TIME = Column("in_time", "In time", "good")
LATE = Column("late", "Late", "late")
OVERDUE = Column("overdue", "Not yet, and late", "late")
WAITING = Column("waiting", "Not yet, time left", "waiting")

DECISION = Measure(
    "decision",
    "A decision within one working day",
    "When somebody tells the hub of a worry, the hub says within one working day what happens next: it becomes a referral, it "
    "is answered, or it goes to the worker who has the child.",
    "Concerns where that was said before the clock of the decision ran out",
    "All concerns received in these months",
    (BY_TELLER, "The clock is the one of the area’s pack of that day, with its pauses.", AS_IT_STANDS),
    "Who told us",
    (IN_TIME, LATE, OVERDUE, WAITING),
    ("in_time",),
    own=True,
)
ANSWERS = Measure(
    "answers",
    "Partners’ answers in time",
    "When the hub asks an agency what it knows, the agency answers by the time that the urgency gives. “Not known to us” is an "
    "answer.",
    "Questions answered before their clock ran out",
    "All questions asked in these months that were not withdrawn",
    (
        "Counted for the agency that was asked. One question may be about several children.",
        "The urgency may have changed while it was out; the clock that counts is the last one.",
        AS_IT_STANDS,
    ),
    "Who was asked",
    (IN_TIME, LATE, OVERDUE, WAITING),
    ("in_time",),
    own=True,
)
FEEDBACK = Measure(
    "feedback",
    "What came of it, told in time and read",
    "Whoever told us or answered hears what came of it, in time, and opens it.",
    "Promises to tell that were kept in time, read or not",
    "All promises to tell that were made in these months",
    (
        "Counted for the agency that is to hear. Families and the public are one line.",
        "Told by telephone counts as told and read. “Not told” is a person’s recorded reason: unsafe, or nobody to tell.",
        AS_IT_STANDS,
    ),
    "Who was to hear",
    (
        Column("read", "Told in time and read", "good"),
        Column("unread", "Told in time, not opened", "waiting"),
        LATE,
        Column("not_told", "Not told, with a reason"),
        Column("held", "Still to be told", "late"),
    ),
    ("read", "unread"),
    own=True,
)
ESCALATIONS = Measure(
    "escalations",
    "Escalations by stage and by age",
    "A disagreement climbs a ladder until it is settled. The line is the highest stage that it had reached, the column how long "
    "it had been open, or how it ended.",
    "Escalations that were resolved",
    "All escalations that were open at any time in these months",
    (
        "Age and stage are those at the end of the months.",
        "Climbing is not bad in itself: a disagreement that nobody takes further is not a settled one.",
    ),
    "Highest stage reached",
    (
        Column("week", "Open, up to a week", "waiting"),
        Column("month", "Open, up to four weeks", "waiting"),
        Column("longer", "Open, longer", "late"),
        Column("resolved", "Resolved", "good"),
        Column("ended", "Taken back or overtaken"),
    ),
    ("resolved",),
)
CHALLENGES = Measure(
    "challenges",
    "Good challenge: questions that were answered",
    "Asking why is good practice. Whoever decided answers with reasons in time.",
    "Questions answered before their clock ran out",
    "All questions asked in these months that were not taken back",
    (
        "Counted for the agency that was asked. More questions are not a worse agency: people ask where they trust the answer.",
        "“Taken further” means that the one who asked went on to an escalation.",
        AS_IT_STANDS,
    ),
    "Who was asked",
    (IN_TIME, LATE, OVERDUE, WAITING, Column("further", "Taken further")),
    ("in_time",),
    own=True,
)
OF_USE = Measure(
    "of-use",
    "What was said of partners’ answers",
    "Whoever worked with an answer says to the agency that gave it whether it helped, came too late or lacked something.",
    "Answers of which that was said",
    "Not divided: most answers are used without a word, so no share of it says how good an agency’s answers are",
    (
        "Counted for the agency that answered, in the order of names. One answer may have a word from several people.",
        "More words are more talk between those who ask and those who answer. It is no table of who is good.",
    ),
    "Who answered",
    (
        Column("helped", "It helped", "good"),
        Column("late", "It came too late", "late"),
        Column("missing", "Something was missing", "waiting"),
    ),
    own=True,
    undrawn=NO_CONTEST,
)
RIGHT_TO_ASK = Measure(
    "right-to-ask",
    "It was right to ask",
    "The other side said of a question or an escalation that it was right to ask.",
    "Questions and escalations of these months of which that was said",
    "Not divided: it is a word of thanks, not a rate",
    ("Told in fives, for the agency that asked. Never by name.",),
    "Who asked",
    own=True,
    undrawn=NO_CONTEST,
)
HELD = Measure(
    "held",
    "Step downs that hold",
    "When help gets less, somebody looks again after three, six and twelve months whether it still holds.",
    "Families for whom the answer then was “yes, it holds”",
    "Families whose three, six or twelve months ended in these months",
    (
        "“Came back” means that they were stepped up or a concern opened the referral again before that look.",
        "A family of whom nobody said anything is told as not looked at. That it holds is not assumed.",
    ),
    "Look",
    (
        Column("yes", "It holds", "good"),
        Column("slipped", "Something has slipped", "waiting"),
        Column("no", "It does not hold", "late"),
        Column("back", "Came back before"),
        Column("unseen", "Could not be reached", "late"),
        Column("not_looked", "Not looked at", "late"),
        Column("ended", "Watch ended early"),
    ),
    ("yes",),
)
PROMPTS = Measure(
    "questions",
    "Questions that Plait asked",
    "A rule noticed something and asked a person. Many “not so” or “known already” say that the rule asks too soon.",
    "Questions of which somebody said that they have done something, or take it to supervision",
    "Questions that somebody answered",
    (
        "Rules are measured, people never: there is no figure by who answered.",
        "Why each was put aside stands in words in the child’s record, for those who may open it, and nowhere else.",
        "Questions that only custodians are asked are left out.",
    ),
    "Rule",
    (
        Column("acted", "Acted on", "good"),
        Column("supervision", "To supervision", "good"),
        Column("known", "Known already", "waiting"),
        Column("not_so", "Not so", "late"),
        Column("open", "No answer yet"),
        Column("over", "No longer so, unanswered"),
    ),
    ("known", "not_so"),
    ("acted", "supervision", "known", "not_so"),
)
ACTED = Measure(
    "acted",
    "From “you told us” to “someone acted”",
    "How long it took from the concern until somebody decided what happens next for the child, answered, or the child’s own "
    "worker accepted.",
    "The time within which half of them were acted on (median), and nine in ten",
    "Concerns received in these months on which somebody has acted",
    (
        "In hours and days by the calendar, nights and weekends too: children live through those.",
        "Told from ten concerns on, and only where every figure of the line above it is told.",
        "Concerns on which nobody has acted yet have no time and are left out: look at “not yet” beside it.",
    ),
    "Who told us",
    own=True,
)
HEARD = Measure(
    "heard",
    "Do agencies answer sooner once they hear?",
    "Of each agency’s questions: the share answered in time where the agency had been told within the 30 days before what came "
    "of an earlier answer, beside the share where it had not.",
    "Questions answered in time",
    "Questions of these months that were answered or are late, each side for itself",
    (
        "Two things that happen together: it does not say that one causes the other. A busy month changes both.",
        "Told to the nearest five in a hundred, from twenty questions on each side.",
    ),
    "Who was asked",
    own=True,
)
GROUPS = Measure(
    "groups",
    "Who gets which answer",
    "What was decided for children of different groups, beside the largest group. Working Together asks every area to look for "
    "disproportionality.",
    "Children in concerns for whom that was decided last",
    "Children in concerns received in these months, as the one who told us described them",
    (
        "Told in fives, because the same children are counted by sex, ethnicity and disability.",
        "The ratio and its interval are worked out from the fives alone.",
        "A ratio whose interval holds 1 may be chance. One that does not is a question to the partnership, not an answer.",
        "How many children of each group live here is not known to Plait: it compares what happens after a concern.",
        "No rule, question or page about one child ever reads these codes.",
    ),
    "Group",
    (
        Column("protection", "Protection", "late"),
        Column("assessment", "Assessment", "other"),
        Column("early_help", "Early help", "good"),
        Column("no_more", "Advice, or no more than that", "waiting"),
        Column("other", "Passed on or other"),
        Column("undecided", "Not decided yet"),
    ),
)

MEASURES = (
    DECISION, ACTED, ANSWERS, HEARD, FEEDBACK, ESCALATIONS, CHALLENGES, RIGHT_TO_ASK, OF_USE, HELD, PROMPTS, GROUPS,
)  # fmt: skip
