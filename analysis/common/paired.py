"""The difference in accuracy of two learners on the same images, and how much of it may be chance."""

import numpy as np
from numpy.typing import NDArray

Draws = NDArray[np.float64]
Answers = NDArray[np.float32]


def answers(correct: bytes, n_test: int) -> Answers:
    """One number for each test image: 1 where the prediction was right, 0 where it was wrong."""
    return np.unpackbits(np.frombuffer(correct, np.uint8), count=n_test).astype(np.float32)


def difference_draws(pairs: list[Answers], n_draws: int, random: np.random.Generator) -> Draws:
    """Bootstrap draws, (draws, pairs), of one side's accuracy minus the other's, over images and seeds.

    Each pair is (seeds, test images): +1 where only one side is right, -1 where only the other is. Each draw gives the
    test images new weights, the same for all pairs (Bayesian bootstrap, Rubin 1981), and the seeds a multiplier with
    Student's t tails, so that three seeds count as three. One image won and one lost are added, similarly to
    Agresti & Min (2005): otherwise two images lost and none won would be a clear loss, although it takes five.
    """
    means = np.stack([pair.mean(axis=0) for pair in pairs], axis=1)
    columns = np.hstack([means, np.ones((len(means), 1), np.float32)])
    # In batches of 100 draws the weights stay in the CPU's cache; all of them would take 40 MB.
    batches = [
        random.standard_exponential((len(part), len(means)), dtype=np.float32) @ columns
        for part in np.array_split(np.arange(n_draws), max(1, n_draws // 100))
    ]
    sums = np.vstack(batches).astype(float)
    won, lost = random.spawn(1)[0].standard_exponential((2, n_draws))
    sums[:, :-1] += (won - lost)[:, None]
    sums[:, -1] += won + lost
    draws = sums[:, :-1] / sums[:, -1:]
    most = max(len(pair) for pair in pairs)
    multipliers = random.standard_normal((n_draws, most))
    for column, pair in enumerate(pairs):
        count = len(pair)
        if count > 1:
            deviations = pair.mean(axis=1) - pair.mean()
            tails = np.sqrt(random.chisquare(count - 1, n_draws) / (count - 1))
            draws[:, column] += multipliers[:, :count] @ deviations / np.sqrt(count * (count - 1)) / tails
    return draws
