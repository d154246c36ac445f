"""Pretrained features in a race: the SVM's rounds, on images that go through the frozen network while the clock runs.

Each image is embedded again, because what another run has kept on disk would be a head start. Loading the network does
not count.
"""

from functools import partial

from experiments.race import svm
from experiments.race.svm import Parameters, Racer
from models.pretrained.classifier import GAMMA, C

BLOCK = 32
"""Images embedded between two looks at the clock: about a quarter of a second on one core."""

trials = partial(svm.trials, racer=Racer("pretrained", Parameters(C, GAMMA), BLOCK))
