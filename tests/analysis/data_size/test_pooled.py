"""The folds of a cross-validation become one row, which all other arithmetic treats like any row."""

import numpy as np
import pandas as pd
import pytest

from analysis.common.summary import summarise
from analysis.data_size.crossover import crossover, crossovers
from analysis.data_size.fairness import fairness
from analysis.data_size.finding import finding
from analysis.data_size.learning_curve import power_laws
from analysis.data_size.pooled import pool_folds
from tests.analysis.synthetic import row, rows

OWN = "own-0123456789abcdef0123456789abcdef"
NAMES = [OWN, f"{OWN}.2", f"{OWN}.3"]


def fold(name: str, right: list[int], **columns: object) -> dict[str, object]:
    """The row of one fold with these right and wrong answers."""
    made = row("svm", "quick", 100, 0, np.array(right, bool))
    return made | {"id": f"id of {name}", "dataset": name} | columns


def folds(**columns: object) -> pd.DataFrame:
    """Three folds of 3, 9 and 2 images, out of order."""
    answers = {NAMES[1]: [0] * 8 + [1], NAMES[2]: [1, 1], NAMES[0]: [1, 1, 0]}
    return pd.DataFrame([fold(name, right, **columns) for name, right in answers.items()])


def divided(whole: pd.DataFrame, ends: tuple[int, ...]) -> pd.DataFrame:
    """The rows as they would be had their test images been divided into folds at these places."""
    made = []
    for one in whole.to_dict("records"):
        right = np.unpackbits(np.frombuffer(one["correct"], np.uint8), count=one["n_test"]).astype(bool)
        for name, part in zip(NAMES, np.split(right, ends), strict=True):
            made.append(one | {"id": f"{one['id']} {name}", "dataset": name, "n_test": len(part),
                               "accuracy": part.mean(), "correct": np.packbits(part).tobytes()})  # fmt: skip
    return pd.DataFrame(made).sample(frac=1, random_state=0)


def test_three_folds_become_one_row():
    """The results are in the order of the folds, without the unused bits of their last bytes."""
    found = pool_folds(folds(), 3)

    assert found.columns.tolist() == folds().columns.tolist()
    (one,) = found.itertuples()
    assert (one.dataset, one.n_test) == (OWN, 14)
    assert one.accuracy == pytest.approx(5 / 14)
    bits = np.unpackbits(np.frombuffer(one.correct, np.uint8), count=14)
    assert bits.tolist() == [1, 1, 0, *[0] * 8, 1, 1, 1]


def test_seconds_are_those_of_one_fold_and_the_day_is_the_last():
    """Seconds are those of one training, however many folds there are."""
    made = folds().assign(fit_seconds=[1.0, 2.0, 6.0], feature_seconds=0.5, measured_at=["2026-1", "2026-3", "2026-2"])
    (one,) = pool_folds(made, 3).itertuples()

    assert (one.fit_seconds, one.feature_seconds) == (3.0, 0.5)
    assert one.measured_at == "2026-3"


def test_the_name_of_a_row_depends_on_its_folds_alone():
    """The same folds in any order have the same name; other folds have another."""
    (one,), (same,), (other,) = (
        pool_folds(made, 3)["id"] for made in (folds(), folds()[::-1], folds().replace("id of " + OWN, "another"))
    )

    assert one == same != other
    assert len(one) == 16


def test_a_cross_validation_that_lacks_a_fold_is_left_out():
    """Three folds are neither all of five nor the first two of a division into two."""
    for k in [2, 4, 5]:
        found = pool_folds(folds(), k)

        assert found.empty
        assert found.columns.tolist() == folds().columns.tolist()


def test_folds_of_unlike_experiments_never_meet():
    """A fold of a different experiment does not complete a group."""
    for column in ["origin", "data_version", "learner", "recipe", "n_train", "seed", "settings", "device"]:
        made = folds().astype({column: object})
        made.loc[0, column] = 7 if column in ("n_train", "seed") else "other"

        assert pool_folds(made, 3).empty
        assert len(pool_folds(pd.concat([folds(), made]), 3)) == 1


def test_a_fold_measured_twice_counts_once_the_latest():
    """Like a seed measured twice."""
    again = pd.DataFrame([fold(NAMES[2], [0, 0], measured_at="2030-01-01T00:00:00+00:00")])
    (one,) = pool_folds(pd.concat([again, folds()]), 3).itertuples()

    assert one.n_test == 14
    assert one.accuracy == pytest.approx(3 / 14)


def test_folds_of_unlike_machines_meet():
    """The workers of a cluster may share a cross-validation."""
    made = folds()
    made.loc[0, "machine"] = "another"

    assert len(pool_folds(made, 3)) == 1


def test_other_data_sets_are_left_out():
    """Only the names of uploaded data sets can be those of folds."""
    for name in ["digits", "photos.2", "own-0123.x"]:
        made = pd.concat([folds(), folds(dataset=name)])

        assert pool_folds(made, 3)["dataset"].tolist() == [OWN]
        assert pool_folds(folds(dataset=name), 1).empty


def test_one_fold_alone_stays_as_it_is():
    """A data set that is not cross-validated keeps its rows, and their names."""
    one = folds()[2:]

    assert pool_folds(one, 1).to_dict("records") == one.to_dict("records")


def test_no_rows_give_no_rows():
    """Before anything is measured there is nothing to pool."""
    assert pool_folds(folds()[:0], 3).empty


@pytest.mark.slow
def test_all_arithmetic_on_pooled_rows_is_that_of_rows_never_divided():
    """Summary, crossover, finding, laws and fairness card are the same as without folds."""
    whole = rows(n_test=1000, data_version="9").assign(dataset=OWN)
    found = pool_folds(divided(whole, (400, 733)), 3)

    same_rows(found, whole)
    same_rows(summarise(found), summarise(whole))
    assert crossovers(found) == crossovers(whole)
    assert finding(crossovers(found), summarise(found)) == finding(crossovers(whole), summarise(whole))
    assert [law.alpha for law in power_laws(found)] == pytest.approx([law.alpha for law in power_laws(whole)])
    same_rows(fairness(found), fairness(whole))
    assert crossover(found[found["recipe"] == "quick"]).kind == "crosses"


def same_rows(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """The same rows except for order and names, with seconds equal up to rounding."""
    keys = [name for name in ("learner", "recipe", "n_train", "seed") if name in expected]
    one, other = (
        table.drop(columns="id", errors="ignore").sort_values(keys, ignore_index=True) for table in (found, expected)
    )
    pd.testing.assert_frame_equal(one, other)
