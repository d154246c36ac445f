"""The advice on the page: finding, chart, evidence with links, all options, and the folded parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd
import streamlit as st

from analysis.common.machine import load_note, other_cores
from analysis.common.wording import counted, moment, percent
from analysis.data_size.small_sets import SMALL, small_set_note
from analysis.decide.advice import Advice, Cited, Evidence, Option, Question, advise, cite, contradiction_elsewhere
from analysis.decide.measured import Measured, comparable_sets, most_telling
from analysis.decide.words import (
    amount,
    at_nearest,
    describe_evidence,
    difference,
    finding,
    named,
    pretrained_note,
    verdict,
)
from catalogue.sources.local import original_of
from charts.common.style import label
from charts.decide.options import describe_options, options_figure
from ui.common import commands, source
from ui.common.chart import Panel
from ui.common.page import link, plain, show_table
from ui.common.texts import text

COLUMNS = {
    "who": "Option",
    "accuracy": "Accuracy",
    "train": "To train",
    "answer": "Time per prediction",
    "size": "Model",
    "fate": "Advice",
}
ALONE = "Near your number of images, no other option within your limits was measured: there is nothing to compare."

_measured = source.cached(comparable_sets, 1)


@dataclass(frozen=True, eq=False)
class Advised:
    """A question's rows, its advice, and what is cited for and against it."""

    key: str
    found: Measured
    advice: Advice
    cited: Cited

    @property
    def question(self) -> Question:
        """What was asked."""
        return self.advice.question

    @property
    def dataset(self) -> str:
        """The data set that the images are like."""
        return self.found.scored.dataset


def sets_on_offer() -> list[Measured]:
    """The sets of rows whose learners can be compared, of rows that everybody may see."""
    return _measured(source.on_offer(source.all_rows()))


def advice_for(everything: list[Measured], dataset: str, question: Question) -> Advised:
    """The advice for a question about images like those of a data set."""
    found = most_telling(everything, dataset, question.n_images)
    assert found is not None, "a data set is offered only if there are rows"
    key = f"{source.key_of_results(found.rows)} {question}"
    return _advice_for(key, found, question)


@st.cache_resource(max_entries=128, show_spinner=False)
def _advice_for(key: str, _found: Measured, _question: Question) -> Advised:
    advice = advise(_found, _question)
    return Advised(key, _found, advice, cite(_found, advice))


def show_advice(shown: Advised) -> None:
    """The finding, the chart, what supports and what contradicts it, every option, and the folded parts."""
    advice, found = shown.advice, shown.found
    sentences = [finding(advice, found), difference(advice), load_note(other_cores(found.rows))]
    panel = Panel(
        "decide",
        f"Which should I use with {shown.question.n_images:,} images?",
        " ".join(filter(None, sentences)),
        describe_options(advice, found),
        partial(options_figure, advice, found),
        shown.key,
    )
    panel.show()
    warn_if_small(shown)
    if advice.winner:
        show_evidence(shown)
    show_options(shown)
    show_unmeasured(shown)
    panel.fold(found.rows.drop(columns="host"), command(shown))


def warn_if_small(shown: Advised) -> None:
    """Warn that effort may decide, if few images are asked about and only quick training was measured on so few."""
    rows = shown.found.rows
    small = rows[rows["n_train"] < SMALL]
    if shown.question.n_images < SMALL and (note := small_set_note(small)):
        st.warning(plain(note))


def show_evidence(shown: Advised) -> None:
    """The comparisons for the advice and the one most against it, each with a link to the page that shows it."""
    for_it, against = st.columns(2)
    with for_it:
        st.subheader("What supports it", anchor=False)
        for evidence in shown.cited.supports:
            _show(evidence, shown)
        if not shown.cited.supports:
            st.markdown(ALONE)
    with against:
        st.subheader("What contradicts it most", anchor=False)
        if shown.cited.contradicts:
            _show(shown.cited.contradicts, shown)
        else:
            show_uncontradicted(shown)


def show_uncontradicted(shown: Advised) -> None:
    """Say that nothing on these images is clearly against the advice, what comes closest, and what other images say."""
    closest = shown.cited.closest
    nothing = f"Nothing measured near {counted(shown.question.n_images, 'image')} contradicts it."
    st.markdown(f"{nothing} Closest:" if closest else nothing)
    if closest:
        _show(closest, shown)
    others = [measured for measured in sets_on_offer() if measured.scored.dataset != shown.dataset]
    if against := contradiction_elsewhere(others, shown.advice):
        other, evidence = against
        st.markdown(plain(f"On other images another learner is ahead. {source.title(other.scored.dataset)}:"))
        _show(evidence, replace(shown, found=other))


def _show(evidence: Evidence, shown: Advised) -> None:
    st.markdown(plain(describe_evidence(evidence)))
    page, address = page_of(evidence, shown)
    link(page, f"See both at {evidence.n_train:,} images", "show_chart", query_params=address)


def page_of(evidence: Evidence, shown: Advised) -> tuple[str, dict[str, str | list[str]]]:
    """The page that draws the rows of this comparison, and the choices with which it draws both sides."""
    sides = evidence.one, evidence.other
    recipes = {side.recipe for side in sides}
    effort = recipes.pop().capitalize() if len(recipes) == 1 else "Both"
    if shown.found.origin == source.LIVE:
        learners = {"learners": sorted({label(side.learner) for side in sides})}
        return "data_size", measure_address(shown, evidence.n_train, effort) | learners
    # Recorded rows are on the first page; other pages do not show them if their images are not on this machine.
    shows_pretrained = {"pretrained": "true"} if any(side.is_pretrained for side in sides) else {}
    return "home", {"images": source.title(shown.dataset), "effort": effort, **shows_pretrained}


def measure_address(shown: Advised, n: int, effort: str = "Both") -> dict[str, str | list[str]]:
    """The address on the page *How many images* that measures the same, at the usual sizes around n."""
    steps = [digit * 10**power for power in range(2, 8) for digit in (1, 2, 5)]
    most = n_known(shown.dataset) or steps[-1]
    usual = [step for step in steps if step < most] + [most]
    below = max((size for size in usual if size <= n), default=usual[0])
    above = min((size for size in usual if size >= n), default=usual[-1])
    return {**source.address_of(shown.dataset), "recipe": effort, "sizes": [f"{below:,}", f"{above:,}"]}


def n_known(dataset: str) -> int | None:
    """The number of training images of a data set or of the original of a copy; None if it is not known yet."""
    numbers = {entry.name: entry.n_train for entry in source.entries()}
    return numbers.get(dataset) or numbers.get(original_of(dataset))


def show_options(shown: Advised) -> None:
    """Every option with its numbers and what became of it."""
    options = sorted(shown.advice.options, key=lambda option: -option.accuracy.value)
    table = pd.DataFrame(
        {
            "who": [named(option.candidate) for option in options],
            "accuracy": _column(options, _accuracy),
            "train": _column(options, lambda option: moment(option.seconds)),
            "answer": _column(options, lambda option: amount("milliseconds", option.milliseconds)),
            "size": _column(options, lambda option: amount("megabytes", option.megabytes)),
            "fate": [verdict(option, shown.advice) for option in options],
        }
    )
    st.subheader("Every option", anchor=False)
    show_table(table, COLUMNS, "Every option in numbers")


def _accuracy(option: Option) -> str:
    return percent(option.accuracy.value, option.accuracy.high - option.accuracy.value)


def _column(options: Sequence[Option], write: Callable[[Option], str]) -> list[str]:
    """A number for each option; a dash for options that were not measured near the number of images."""
    return [write(option) if option.is_near else "–" for option in options]


def show_unmeasured(shown: Advised) -> None:
    """What no number decides, and where to go on."""
    st.markdown(plain(pretrained_note(shown.question, shown.found)))
    if shown.question.explain:
        st.markdown(text("decide/explain"))
    where = source.address_of(shown.dataset)
    with st.container(horizontal=True):
        link("data_size", "Measure it here", "play_arrow", query_params=measure_address(shown, shown.question.n_images))
        link("race", "Race them against the clock", "timer", query_params=where)
        link("timing", "Models in use", "speed", query_params={"part": "Models in use"})
        link("your_images", "Try it with your own images", "add_photo_alternate")


def show_far(shown: Advised) -> None:
    """Say that nothing was measured near the number of images, what the nearest size says, and how to measure it."""
    st.header(plain(finding(shown.advice, shown.found)), anchor=False)
    st.markdown(plain(at_nearest(shown.advice, shown.found)))
    if shown.question.n_images < min(shown.found.sizes):
        st.markdown(text("decide/few"))
        link("your_images", "Measure it with your own images", "add_photo_alternate")
        return
    with st.container(horizontal=True):
        link("data_size", "Measure it here", "play_arrow", query_params=measure_address(shown, shown.question.n_images))
        link("your_images", "Measure it with your own images", "add_photo_alternate")
    st.markdown("The same from the command line:")
    st.code(command(shown), language=None, wrap_lines=True)


def command(shown: Advised) -> str:
    """The command line that measures every option with the visitor's number of images, or all that the data set has."""
    n = min(shown.question.n_images, n_known(shown.dataset) or max(shown.found.sizes))
    return commands.to_run(shown.found.rows.assign(n_train=n, seed=2))  # seeds 0 to 2
