"""What follows from what: the one place that knows everyone. Called once, when Django is ready."""


def wire() -> None:
    """Connect events to those who follow them, questions to those who answer, timers to their handlers, slots to
    what fills them."""
