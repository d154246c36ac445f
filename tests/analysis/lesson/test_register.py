"""The register is whole, and the sentence that counts its verdicts is true."""

from collections import Counter

from analysis.lesson.register import CITED, CLAIMS, PARTS
from analysis.lesson.tally import KINDS, SYMBOLS, tally
from analysis.lesson.verdict import Verdict
from tests.analysis.lesson.told import evidence


def test_each_claim_has_its_number_and_its_name_once():
    """Texts and addresses are looked up by them."""
    assert sorted(claim.number for claim in CLAIMS) == list(range(1, len(CLAIMS) + 1))
    assert max(Counter(claim.name for claim in CLAIMS).values()) == 1


def test_claims_are_in_the_order_of_the_lesson():
    """Each belongs to a part, and the parts follow one another."""
    places = [list(PARTS).index(claim.part) for claim in CLAIMS]

    assert places == sorted(places)


def test_without_rows_nothing_is_measured():
    """No claim has an opinion of its own."""
    nothing = evidence()

    assert {claim.verdict(nothing).kind for claim in CLAIMS} == {"not measured"}


def test_what_is_judged_can_be_measured():
    """Only a claim that no number could decide is left out of the count, and it has no judge."""
    assert all(claim.judge is None for claim in CLAIMS if not claim.can_be_measured)
    assert all(claim.verdict(evidence()) is CITED for claim in CLAIMS if claim.judge is None)


def test_the_count_is_of_claims_that_can_be_measured():
    """Stories are not counted, and one of a kind is singular."""
    verdicts = [Verdict("not measured", "")] * len(CLAIMS)
    verdicts[0] = Verdict("holds", "")
    verdicts[1] = Verdict("does not hold", "")
    n = sum(claim.can_be_measured for claim in CLAIMS)

    assert tally(verdicts) == (
        f"Of {n} claims that can be measured here, 1 holds, 0 hold with a condition, 1 does not "
        f"and {n - 2} are not measured yet."
    )


def test_verdicts_are_told_apart_without_colour():
    """Each has words and a sign of its own."""
    assert len(set(KINDS.values())) == len(set(SYMBOLS.values())) == len(KINDS) == len(SYMBOLS)
