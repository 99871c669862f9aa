"""*When Plait is down*: printed before it is needed. Open to all; it holds no child's record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plait.base.access.doors import door

PAPER = (
    "Day and time",
    "Your name, job and number",
    "Is there anyone who must not learn where they are, or that you told us?",
    "Safe way and time to contact the family",
    "Child: name, date of birth or age, address, school",
    "Adults, and who they are to the child",
    "What you saw or heard yourself",
    "What the child said, in the child’s words",
    "What others told you, and who",
    "What you think",
    "What is going well",
    "What you want to happen",
    "Whom you rang, when, and what was agreed",
)


@door("Open to all: the phone tree and a blank form, to print before they are needed", open_to_all=True)
def when_down(request: HttpRequest) -> HttpResponse:
    """The phone tree, the duty list and a form to write on; later entry keeps true times."""
    return render(request, "site/when_down.html", {"pack": getattr(request, "pack", None), "paper": PAPER})
