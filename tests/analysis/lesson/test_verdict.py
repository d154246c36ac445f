"""Conditions make a verdict only as far as their intervals decide."""

import pytest

from analysis.lesson.verdict import Condition, judge


def conditions(*answers: str) -> list[Condition]:
    """Conditions named by their place, the later the heavier."""
    return [Condition(f"place {n}", answer, f"number {n}", weight=n) for n, answer in enumerate(answers, 1)]


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ([], "not measured"),
        (["open", "open"], "too close"),
        (["yes", "yes"], "holds"),
        (["yes", "open"], "holds"),
        (["no", "open"], "does not hold"),
        (["yes", "no"], "holds, but"),
        (["yes", "partly"], "holds, but"),
        (["partly"], "only in part"),
        (["partly", "open"], "only in part"),
        (["partly", "no"], "does not hold"),
        (["partly", "no", "open"], "does not hold"),
        (["yes", "partly", "no"], "holds, but"),
    ],
)
def test_a_claim_holds_only_if_nothing_clear_speaks_against_it(answers, kind):
    """Conditions that are too close to call neither help nor harm; a contradiction is never hidden."""
    assert judge(conditions(*answers)).kind == kind


def test_the_heaviest_agreeing_condition_decides():
    """Of those that agree with the verdict, not of all."""
    assert judge(conditions("yes", "yes", "open")).measured == "Place 2: number 2"
    assert judge(conditions("no", "yes", "no")).measured == "Place 2: number 2"


def test_a_condition_names_its_strongest_contradiction():
    """A reader learns what speaks against the claim, with its number."""
    why = judge(conditions("yes", "no", "no"), "so so").why

    assert why == "Of three conditions measured, it holds in one and in two it does not. But place 3: number 3."


def test_what_is_too_close_is_said():
    """`Holds` does not hide conditions that decide nothing."""
    assert (
        judge(conditions("yes", "open")).why == "So in one of two conditions measured; in one it is too close to call."
    )
    assert judge(conditions("partly"), "only on Sundays").why == "Only on Sundays."


def test_without_agreement_the_count_says_what_is_left_of_the_claim():
    """In part where nothing contradicts; where something does, that decides, and what is in part is counted."""
    partly = judge(conditions("partly", "partly", "open"), "only on Sundays")
    against = judge(conditions("partly", "no", "partly"), "only on Sundays")

    assert partly.why == "Of three conditions measured, in two only on Sundays; in one it is too close to call."
    assert against.why == "Of three conditions measured, in one it does not hold and in two only on Sundays."
    assert against.measured == "Place 2: number 2"
