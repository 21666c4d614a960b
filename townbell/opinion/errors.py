"""What the engine says when it cannot give an honest answer."""


class OpinionError(ValueError):
    """The votes or options given cannot be analysed; the message says why in one sentence."""
