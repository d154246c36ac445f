"""The races that are shipped: what the page reads from them is what their steps say, counted by hand."""

import json

import pytest

from analysis.race.curve import curves
from analysis.race.finding import describe_moment
from analysis.race.lead import contest, standing_at
from experiments.store.results import RECORDED, Store

LEARNERS = ("svm", "cnn", "pretrained")
SAID = {"svm": "handcrafted features are ahead of the CNN", "cnn": "the CNN is ahead of handcrafted features"}
MOMENTS = (1, 5, 20, 60)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The rows of the races of a minute on digits, of the recording that has every learner."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('shipped') / 'results.sqlite'}")
    store.load_recorded(RECORDED)
    rows = store.rows(dataset="digits", recipe="race", origin="two-core-epyc")
    store.close()
    return rows[rows["settings"].map(json.loads).map(lambda chosen: chosen["budget_seconds"] == 60)]


def by_hand(rows, learner: str, moment: float) -> float:
    """The mean over the seeds of what the best step by validation until then had right; of equals the first."""
    shares = []
    for details in rows.loc[rows["learner"] == learner, "details"]:
        ready = [step for step in json.loads(details)["steps"] if step["seconds"] <= moment]
        shares.append(max(ready, key=lambda step: (step["validation"], -step["seconds"]))["accuracy"])
    return sum(shares) / len(shares)


def test_each_moment_is_the_mean_of_the_seeds_best_steps(shipped):
    """After 1, 5, 20 and 60 seconds, for every learner, of three seeds each."""
    for moment in MOMENTS:
        stood = standing_at(contest(curves(shipped), LEARNERS), moment)

        assert shipped.groupby("learner")["seed"].nunique().to_dict() == dict.fromkeys(LEARNERS, 3)
        assert stood.learners == LEARNERS
        assert stood.accuracies == pytest.approx([by_hand(shipped, learner, moment) for learner in LEARNERS])


def test_features_made_by_hand_lead_after_a_second(shipped):
    """They are a head start."""
    assert standing_at(contest(curves(shipped)), 1).leader == "svm"


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_words_name_who_has_more(shipped, moment):
    """The side that is clearly ahead has more by hand; where nobody is, the words say so."""
    pair = contest(curves(shipped))
    more = max(SAID, key=lambda learner: by_hand(shipped, learner, moment))
    leader = standing_at(pair, moment).leader

    assert leader in (more, None)
    assert (SAID[more] if leader else "too close to call") in describe_moment(pair, moment)
