"""Why something from another area is not taken in: a code for the audit and the answer, never a word of what it holds."""


class NotAccepted(ValueError):
    """Nothing of it was taken in. `reason` is a code: what is wrong with it, in the order in which it is looked at."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
