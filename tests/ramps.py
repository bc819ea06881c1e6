"""What the tests of the wire send: a ramp through two channels."""

import numpy as np

from server.live.stream import Channels

CHANNELS = Channels(("x", "y"), (), 1000.0)
PATH = "/live/a/socket"


def ramp(start, stop):
    return np.arange(start, stop, dtype=float)[:, np.newaxis] * [1.0, -1.0]
