"""The sentences never say more than the intervals."""

from analysis.errors.disagreement import Disagreement, all_seeds, finding, one_seed, p_value
from analysis.errors.matched import match_sides
from tests.analysis.errors.made import SVM, both, counts, independent, side_rows
from ui.common.chart import HEADLINE_LETTERS, headline


def disagreement(*seeds: tuple[int, int, int, int]) -> Disagreement:
    """A comparison with this many images in each part, for each seed."""
    made = [counts(*seed) for seed in seeds]
    return Disagreement(both([one for one, _ in made], [other for _, other in made]))


def test_who_is_ahead_comes_first():
    """The counts of both, and that this is unlikely to be chance, in two lines."""
    said = finding(disagreement(*[(8000, 173, 412, 1415)] * 3))

    assert headline(said)[0] == (
        "Only the CNN is right on 412 of 10,000 test images, and only the SVM on 173 "
        "(mean of three seeds): this is unlikely to be chance."
    )
    assert len(headline(said)[0]) <= HEADLINE_LETTERS
    assert "in three of three seeds: three in favour of the CNN" in said


def test_the_other_side_may_be_ahead():
    """Then it comes first, and the difference is turned."""
    said = finding(disagreement((8000, 412, 173, 1415)))

    assert said.startswith("Only the SVM is right on 412 of 10,000 test images")
    assert "The SVM is 2.4 points ahead (1.9 to 2.9" in said
    assert "one seed says nothing about luck" in said


def test_chance_is_named():
    """Of equal counts nothing is claimed."""
    said = finding(disagreement(*[(500, 40, 44, 100)] * 3))

    assert "this may be chance" in said
    assert "in none of the three seeds" in said


def test_a_learner_compared_with_itself_is_told():
    """It disagrees never."""
    rows = side_rows(SVM, independent(0.7, 200, 3, 0))

    assert "never disagrees" in finding(Disagreement(match_sides(rows, SVM, SVM)))


def test_a_seed_alone_and_all_seeds():
    """One seed proves what the seeds together refute."""
    found = disagreement((400, 20, 60, 120), (400, 60, 20, 120))

    assert one_seed(found, 0).startswith("With seed 0 alone the CNN is")
    assert "which would pass for a clear result" in one_seed(found, 0)
    assert one_seed(found, 1).startswith("With seed 1 alone the SVM is")
    assert "the CNN is ahead in one and the SVM is ahead in one" in all_seeds(found)
    assert all_seeds(found).endswith("so the seed decides who seems better.")


def test_small_p_values_are_not_zero():
    """A probability is never written as 0."""
    assert [p_value(p) for p in (0.5, 0.0312, 1e-9)] == ["0.5", "0.031", "less than 0.001"]
