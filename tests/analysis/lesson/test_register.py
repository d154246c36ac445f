"""The register is whole, and the sentence that counts its verdicts is true."""

import re
from collections import Counter

from analysis.lesson.register import CITED, CLAIMS, PARTS
from analysis.lesson.verdict import KINDS, Verdict, tally
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
    """No claim has an opinion of its own; one that nothing here judges says so in a word of its own."""
    nothing = evidence()

    assert {claim.verdict(nothing).kind for claim in CLAIMS if claim.judge} == {"not measured"}
    assert all(claim.verdict(nothing) is CITED for claim in CLAIMS if claim.judge is None)
    assert CITED.kind == "cited"


def test_the_count_is_of_claims_that_can_be_measured():
    """One of a kind is singular, what does not occur is left out, and what rests on sources is counted apart."""
    kinds = ["holds", "does not hold", "only in part", "only in part", "too close", "cited", "cited"]

    assert tally([Verdict(kind, "") for kind in kinds]) == (
        "Of 5 claims that can be measured here, 1 holds, 2 hold only in part, 1 does not "
        "and 1 is too close to call; 2 more rest on a source."
    )


def test_the_numbers_of_the_count_are_those_of_the_filter():
    """Whoever adds them up gets every card, whatever the verdicts are."""
    counted = [int(n) for n in re.findall(r"\d+", tally([Verdict(kind, "") for kind in KINDS]))]

    assert counted == [len(KINDS) - 1, *[1] * len(KINDS)]


def test_verdicts_are_told_apart_without_colour():
    """Each has words and a sign of its own."""
    signs, words = zip(*(label.split(" ", 1) for label in KINDS.values()), strict=True)

    assert len(set(signs)) == len(set(words)) == len(KINDS)
