"""Signals that are made here, paced by the clock."""

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server import paths
from server.live.sources.pacing import Clock, Pace, running_time
from server.live.sources.recipes import HEART_RATE, Generator, recipe_of
from server.live.sources.runner import Runner
from server.live.stream import Channels

Floats = NDArray[np.float64]

TICK = 0.005  # seconds between two blocks: a page asks for a frame every 11 ms, and shall find news
SELDOM = 0.05  # the same while nobody watches or records
HEART = "ecg_360hz.npy"
IDLE = 120.0  # seconds without anybody who watches, after which nothing is made any more
IDLE_WORDS = "Nobody watched for two minutes, so it ended."


def channels_of(recipe: Generator) -> Channels:
    """What a generator's stream consists of."""
    heart = recipe.signal == "heartbeat"
    count = recipe.channels
    word = "lead" if heart else recipe.signal
    names = (word,) if count == 1 else tuple(f"{word} {n}" for n in range(1, count + 1))
    return Channels(names, ("mV" if heart else "V",) * count, HEART_RATE if heart else recipe.rate)


class Maker:
    """Makes samples one block after the other, without a jump where one meets the next."""

    def __init__(self, recipe: Generator, seed: int | None = None) -> None:
        self.recipe = recipe
        self.rate = channels_of(recipe).rate
        self._random = np.random.default_rng(seed)
        self._phase = np.zeros(recipe.channels)  # of the sines, in turns
        self._level = np.zeros(recipe.channels)  # of the walks
        self._at = 0  # in the recorded heart
        self._heart: Floats | None = None

    def block(self, count: int) -> Floats:
        """The next ``count`` samples, shape (count, channels)."""
        recipe = self.recipe
        made = {"sine": self._sine, "walk": self._walk, "heartbeat": self._beat}[recipe.signal](
            count
        )
        if recipe.noise and recipe.signal != "walk":
            noise = self._random.standard_normal(made.shape, dtype=np.float32)
            made += recipe.noise * noise
        return made

    def _sine(self, count: int) -> Floats:
        step = self.recipe.frequency * np.arange(1, self.recipe.channels + 1) / self.rate
        turns = self._phase + np.arange(count)[:, np.newaxis] * step
        self._phase = (self._phase + count * step) % 1.0
        return self.recipe.amplitude * np.sin(2 * np.pi * turns)

    def _walk(self, count: int) -> Floats:
        steps = self._random.standard_normal((count, self.recipe.channels))
        steps *= self.recipe.noise / np.sqrt(self.rate)  # its spread after a second is the noise
        walked: Floats = self._level + np.cumsum(steps, axis=0)
        self._level = walked[-1] if count else self._level
        return walked

    def _beat(self, count: int) -> Floats:
        if self._heart is None:
            self._heart = np.load(paths.SAMPLES / HEART).astype(np.float64).reshape(-1)
        apart = len(self._heart) // 16  # each channel is at another place of the record
        places = self._at + np.arange(count)[:, np.newaxis] + apart * np.arange(self._count)
        self._at = (self._at + count) % len(self._heart)
        beats: Floats = self.recipe.amplitude * self._heart[places % len(self._heart)]
        return beats

    @property
    def _count(self) -> int:
        return self.recipe.channels


class GeneratorSource:
    """Publishes what a Maker makes, at its rate."""

    def __init__(self, recipe: Generator, clock: Clock = running_time) -> None:
        self._lock = threading.Lock()
        self._maker = Maker(recipe)
        self._clock = clock

    @property
    def recipe(self) -> Generator:
        """What is made now."""
        return self._maker.recipe

    def steer(self, values: dict[str, Any]) -> None:
        """Change what is made, from the next block on. Raises InputErrors.

        Rate, signal and number of channels make another stream: those are the studio's affair.
        """
        with self._lock:
            steered = recipe_of({**self._maker.recipe.model_dump(), **values})
            if isinstance(steered, Generator):
                self._maker.recipe = steered

    def run(self, runner: Runner) -> None:
        """Publish until stopped."""
        stream = runner.open(channels_of(self.recipe))
        pace = Pace(stream.channels.rate, self._clock)
        wanted, tick = self._clock(), TICK
        while not runner.sleep(tick):
            tick = TICK if runner.wanted() else SELDOM
            wanted = self._clock() if tick == TICK else wanted
            if self._clock() - wanted > IDLE:
                runner.stand("ended", IDLE_WORDS)
                return
            missed, count = pace.due()
            if missed:
                stream.skip(missed)
            if count:
                with self._lock:
                    block = self._maker.block(count)
                stream.publish(block)
