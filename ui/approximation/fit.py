"""One network and its units, beside fixed features with as many parameters, and what its seed decided."""

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from analysis.approximation.lead import Luck, luck, luck_in_words, most_telling
from analysis.approximation.names import FAMILIES, error, label
from analysis.common.wording import capitalised, count, counted, duration
from catalogue.targets import IMAGE
from charts.approximation.fits import curves_figure, fit_figure, images_figure
from charts.common.style import look
from experiments.approximation.measure import Answer, sizes
from ui.approximation.choice import Choice
from ui.common import source
from ui.common.chart import for_visitor, show_chart
from ui.common.page import plain, show_table
from ui.common.pickers import drop_unknown
from ui.common.source import or_stop
from ui.common.texts import text

USUAL = 8
MOST_SEED = 999
COLUMNS = {"name": "Features", "parameters": "Parameters", "error": "Error between the points", "seconds": "Seconds"}


def show_fit(chosen: Choice, rows: pd.DataFrame) -> None:
    """The network of the chosen size and seed, then the best and worst seed of that size."""
    st.subheader("One network, unit by unit", anchor=False)
    lucks = luck(rows, chosen.depth)
    units, seed = pick_network(chosen.depth, most_telling(lucks) or USUAL)
    answer = fits_of(chosen, units, seed)
    show_answer(chosen, answer, units, seed)
    show_numbers(answer)
    st.subheader("Enough units are no promise that training finds the fit", anchor=False)
    if units in lucks:
        show_seeds(chosen, lucks[units])
    else:
        st.markdown(text("approximation/no_seeds"))


def pick_network(depth: int, first: int) -> tuple[int, int]:
    """The network's number of hidden units, and the seed of its random start."""
    options = sizes(depth)
    drop_unknown("units", options)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        units = st.select_slider("Hidden units", options, first, key="units", bind="query-params", width=320)
        seed = st.number_input(
            "Seed",
            0,
            MOST_SEED,
            key="start",
            bind="query-params",
            width=120,
            help="A number that fixes the random weights that training starts from.",
        )
    return units, seed


def fits_of(chosen: Choice, units: int, seed: int) -> Answer:
    """The fits of this choice, from a worker; if that fails, the page ends with a sentence that says why."""
    return or_stop(_fits_of, chosen.target, chosen.heights, units, chosen.depth, seed)


@st.cache_data(max_entries=300, show_spinner="Training the network …")
def _fits_of(target: str, heights: tuple[float, ...], units: int, depth: int, seed: int) -> Answer:
    answer: Answer = source.ask("experiments.approximation.measure:fit", target, heights, units, depth, seed)
    return answer


def show_answer(chosen: Choice, answer: Answer, units: int, seed: int) -> None:
    """The target and all fits, as curves or as images."""
    errors = ", ".join(f"{FAMILIES[name]} {error(fit.error)}" for name, fit in answer.fits.items())
    alt = f"{label(chosen.target)} and its fits with {counted(units, 'hidden unit')}. Errors: {errors}."
    key = f"fit {chosen} {units} {seed}"
    if chosen.target == IMAGE:
        images = [("Target", answer.target), *((look(name).label, fit.values) for name, fit in answer.fits.items())]
        show_chart(for_visitor(partial(images_figure, images), key), "fit", alt, text("approximation/image"))
        return
    lines = {"target": answer.target, **{name: fit.values for name, fit in answer.fits.items()}}
    draw = partial(fit_figure, answer.points[:, 0], lines, answer.pieces)
    show_chart(for_visitor(draw, key), "fit", alt, f"{_pieces(answer, chosen.depth)} {text('approximation/pieces')}")


def _pieces(answer: Answer, depth: int) -> str:
    """A sentence that says what the thin lines are."""
    last = " of the last layer" if depth > 1 else ""
    n = answer.pieces.shape[1]
    if n < answer.n_pieces:
        return f"Thin lines: the pieces of the {n} units{last} that add most, of {count(answer.n_pieces)}."
    return f"Thin lines: {'the piece of the only unit' if n == 1 else f'the pieces of all {n} units'}{last}."


def show_numbers(answer: Answer) -> None:
    """Parameters, error and seconds of each fit."""
    lines = [
        {
            "name": capitalised(FAMILIES[name]),
            "parameters": count(fit.n_parameters),
            "error": error(fit.error),
            "seconds": duration(fit.seconds),
        }
        for name, fit in answer.fits.items()
    ]
    show_table(pd.DataFrame(lines), COLUMNS, "Parameters, error and seconds of each fit")
    if answer.fits["network"].n_parameters > answer.fits["fourier"].n_parameters:
        st.caption(text("approximation/most_features"))


def show_seeds(chosen: Choice, of_size: Luck) -> None:
    """The best and the worst seed among the rows of one size, trained again side by side, and what they teach."""
    answers = [fits_of(chosen, of_size.units, seed) for seed in (of_size.best_seed, of_size.worst_seed)]
    best, worst = (answer.fits["network"] for answer in answers)
    titles = [
        f"Best: seed {of_size.best_seed}, off by {error(best.error)}",
        f"Worst: seed {of_size.worst_seed}, off by {error(worst.error)}",
    ]
    titled = [(titles[0], best.values), (titles[1], worst.values)]
    if chosen.target == IMAGE:
        draw = partial(images_figure, [("Target", answers[0].target), *titled])
    else:
        draw = partial(curves_figure, answers[0].points[:, 0], answers[0].target, titled)
    show_chart(for_visitor(draw, f"seeds {chosen} {of_size.units} {titles}"), "seeds", ". ".join(titles))
    st.markdown(plain(luck_in_words(replace(of_size, best=best.error, worst=worst.error))))
