"""A race of three: who is ahead of both others, and that no sentence says more than the intervals allow."""

import pandas as pd

from analysis.race.curve import curves
from analysis.race.finding import describe_moment, finding
from analysis.race.lead import Contest, contest, standing_at
from tests.analysis.race.raced import FLOOR, Told, race_row, races

THREE = ("svm", "cnn", "pretrained")
EARLY: list[Told] = [FLOOR, (8.0, 100, 0.90, 0.90)]


def third(*steps: Told, n_seeds: int = 3) -> pd.DataFrame:
    """The races of pretrained features, which have 90 % after 8 s and then take these steps."""
    return pd.DataFrame([race_row("pretrained", [*EARLY, *steps], seed) for seed in range(n_seeds)])


def three(*steps: Told) -> Contest:
    """The race of handcrafted features and the CNN, with pretrained features beside them."""
    found = contest(curves(pd.concat([races(), third(*steps)])), THREE)
    assert found is not None
    return found


def test_a_leader_is_clearly_ahead_of_both_others():
    """Ahead of handcrafted features alone, the CNN with 98.5 against 98.3 % does not lead."""
    close = standing_at(three((30.0, 800, 0.98, 0.983)), 60)

    assert close.leader is None
    assert standing_at(three(), 60).leader == "cnn"
    assert standing_at(three((30.0, 800, 0.99, 0.999)), 60).leader == "pretrained"


def test_the_finding_tells_of_three_as_of_two():
    """Who led first, since when another leads, and all three at the end, in the same order whoever leads."""
    assert finding(three((30.0, 800, 0.99, 0.999))) == (
        "After 1 s handcrafted features lead (SVM 93 %, CNN 41 %, pretrained 11 %); then the lead changes two times; "
        "from about 30 s on pretrained features lead (after 1 min SVM 96.0 %, CNN 98.5 %, pretrained 99.9 %)."
    )


def test_who_is_too_close_is_named_if_not_all_are():
    """The one that is clearly behind is not among them."""
    close = three((30.0, 800, 0.98, 0.983))

    assert finding(close).endswith(
        "after 1 min it is too close to call between the CNN and pretrained features "
        "(SVM 96.0 %, CNN 98.5 %, pretrained 98.3 %)."
    )
    assert describe_moment(close, 60).startswith(
        "After 1 min it is too close to call between the CNN and pretrained features: "
        "handcrafted features 96.0 %, the CNN 98.5 % and pretrained features 98.3 %, and a difference of up to "
    )


def test_a_moment_tells_each_that_is_behind_and_each_without_a_model():
    """Each difference has its own interval; until all have a model, who has none is said."""
    pair = three((30.0, 800, 0.97, 0.97))

    assert describe_moment(pair, 0.1) == (
        "After 0.1 s no learner has a model yet: all predict the majority class for every image."
    )
    assert describe_moment(pair, 0.5) == (
        "After 0.5 s handcrafted features are ahead of the CNN by 70 points (±3 points) and pretrained features by "
        "70 points (±3 points). The CNN and pretrained features have no model yet: the majority class is predicted for "
        "every image."
    )
    assert "the CNN is ahead of handcrafted features by 2.5 points (±1.4 points) and pretrained features by " in (
        describe_moment(pair, 60)
    )


def test_as_many_learners_as_raced_alike_are_compared_and_never_fewer_than_two():
    """Three recorded ones go before two from here; who does not ask for the third never hears of it."""
    rows = races()
    svm = rows[rows["learner"] == "svm"]

    def learners(*parts: pd.DataFrame) -> tuple[str, ...]:
        found = contest(curves(pd.concat(parts)), THREE)
        return found.learners if found else ()

    recorded = pd.concat([rows, third()]).assign(origin="elsewhere")
    assert learners(rows, recorded) == THREE
    assert learners(rows) == ("svm", "cnn")
    assert learners(svm, third()) == ("svm", "pretrained")
    assert learners(svm) == ()
    assert contest(curves(pd.concat([rows, third()]))).learners == ("svm", "cnn")
