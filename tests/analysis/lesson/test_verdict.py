"""Conditions make a verdict only as far as their intervals decide."""

from dataclasses import replace

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
        (["yes", "partly", "no"], "mostly not"),
        (["yes", "yes", "no", "no", "open", "open"], "holds, but"),
        (["yes", "partly", "no", "no", "no", "open", "open", "open", "open", "open"], "mostly not"),
        (["yes", "no", "no"], "mostly not"),
    ],
)
def test_a_badge_is_no_friendlier_than_its_evidence(answers, kind):
    """Of the conditions that decide all, at least half, fewer or none agree; what is too close counts for nothing."""
    assert judge(conditions(*answers)).kind == kind


def test_the_heaviest_condition_on_the_side_of_the_badge_is_quoted():
    """Of those that agree with the verdict, not of all; and how many agree with the claim."""
    holds, exceptions, mostly_not = (
        judge(conditions(*answers)) for answers in (["yes", "yes", "open"], ["yes", "no"], ["no", "no", "yes"])
    )
    assert (holds.measured, holds.agreeing) == ("Place 2: number 2", "agrees in 2 of 3, 1 too close to call")
    assert (exceptions.measured, exceptions.agreeing) == ("Place 1: number 1", "agrees in 1 of 2")
    assert (mostly_not.measured, mostly_not.agreeing) == ("Place 2: number 2", "agrees in 1 of 3")
    assert judge(conditions("no", "no")).agreeing == "agrees in none of 2"
    assert judge(conditions("partly", "open")).agreeing == "agrees in part in 1 of 2, 1 too close to call"
    assert judge(conditions("yes")).agreeing == judge(conditions("open", "open")).agreeing == ""


def test_conditions_that_are_equal_in_words_name_their_machine():
    """Or the origin of their rows, where the machine is the same; others stay as they are."""
    alike = Condition("Digits", "yes", "2 times", source="recorded on A", origin="a")
    machines = judge([alike, replace(alike, source="recorded on B", origin="b"), replace(alike, where="Shapes")])
    origins = judge([alike, replace(alike, origin="b")])

    assert [one.where for one in machines.conditions] == ["Digits, recorded on A", "Digits, recorded on B", "Shapes"]
    assert [one.where for one in origins.conditions] == ["Digits, a", "Digits, b"]


def test_a_condition_names_its_strongest_contradiction():
    """A reader learns what speaks against the claim, with its number."""
    why = judge(conditions("yes", "no", "no", "yes"), "so so").why

    assert why == "Of four conditions measured, it holds in two and in two it does not. But place 3: number 3."


def test_what_mostly_fails_names_where_it_holds():
    """The other side is not hidden there either."""
    why = judge(conditions("yes", "no", "no")).why

    assert why == "Of three conditions measured, it holds in one and in two it does not. But place 1: number 1."


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
