"""Past facts announced upwards, questions asked upwards; who listens stands in site/wiring.py."""

from plait.base.announce.bus import Event, Question, announce, answer, ask, listen, listeners

__all__ = ["Event", "Question", "announce", "answer", "ask", "listen", "listeners"]
