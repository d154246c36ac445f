"""The image, the predictions, and sliders that change the image until one learner changes its prediction."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from analysis.common.wording import capitalised, listed
from catalogue.dataset import Images
from catalogue.images.changes import CHANGES, changed
from charts.common.images import enlarged
from charts.common.style import label
from charts.compare.answers import answers as answers_chart
from explain.answer import Answer
from ui.common.chart import show_chart
from ui.common.kept_models import KeptModels, everybody
from ui.common.page import plain, show_image
from ui.common.texts import text
from ui.common.window import theme
from ui.compare.answers import answers
from ui.compare.pick_image import Chosen

SPEAKERS = {
    "svm": "the SVM on handcrafted features",
    "cnn": "the CNN",
    "pretrained": "the SVM on pretrained features",
}
"""What a sentence calls the model that predicts."""
USUAL = 5, 95
"""An image is as usual if the percentage of held-out images nearer to the training images is between these two."""
FAR = 99.0  # percent of the held-out images that are nearer: from here on, a prediction means little


@dataclass(frozen=True)
class Flip:
    """The amount of a change, and the learner whose prediction it changed."""

    amount: float
    learner: str


@st.fragment
def answers_and_sliders(chosen: Chosen, kept: KeptModels, images: Images) -> None:
    """Every prediction for the changed image; only this part runs again when a slider is moved."""
    top = st.container()
    amounts = pick_amounts(images.shape[2] == 3)
    image = changed(chosen.image, amounts)
    before, now = answers(kept, chosen.image), answers(kept, image)
    with top:
        show_answers(image, now, chosen.truth, images)
    flips = st.session_state.setdefault("flips", {}).setdefault(chosen.image.tobytes(), {})
    note_flip(flips, amounts, before, now)
    if amounts:
        st.markdown(who_holds(before, now))
    show_flips(flips)
    show_doubts(now)
    offer_explanation(chosen.image, amounts)


def offer_explanation(image: NDArray[np.uint8], amounts: dict[str, float]) -> None:
    """Say which image the rest of the page explains, and offer to explain the changed one.

    A change is explained only when asked for: explanations take longer than predictions, and would delay the next
    predictions while a slider is moved.
    """
    shown = explained_amounts(image)
    if shown and not amounts:  # the sliders are neutral again, and the unchanged image is explained already
        st.session_state.pop("explained")
        st.rerun()
    if amounts == shown:
        if amounts:
            st.caption("Everything below explains the changed image.")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Explain the changed image", icon=":material/search:", key="explain"):
            st.session_state["explained"] = (image.tobytes(), amounts)
            st.rerun()
        which = "the image as it was when you pressed Explain" if shown else "the unchanged image"
        st.markdown(f"Everything below still explains **{which}**.")


def explained_amounts(image: NDArray[np.uint8]) -> dict[str, float]:
    """The changes of this image that the rest of the page explains; none at first, and for another image."""
    content, amounts = st.session_state.get("explained", (b"", {}))
    return dict(amounts) if content == image.tobytes() else {}


def explained_image(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The image with the changes that the rest of the page explains."""
    return changed(image, explained_amounts(image))


def pick_amounts(colour: bool) -> dict[str, float]:
    """The amounts of the sliders that are not neutral."""
    with st.expander("Fool only one: change the image", expanded=True, key="change_sliders"):
        grid = st.grid(5, min_column_width=130)
        offered = [name for name, change in CHANGES.items() if colour or not change.colour_only]
        for name in offered:
            change = CHANGES[name]
            title = f"{change.label} ({change.unit})" if change.unit else change.label
            low, high, neutral, step = (float(end) for end in (change.low, change.high, change.neutral, change.step))
            grid.slider(title, low, high, neutral, step, "%g", key=f"change-{name}")
        st.button("Undo all changes", icon=":material/undo:", on_click=undo)
    amounts = {name: st.session_state[f"change-{name}"] for name in offered}
    return {name: amount for name, amount in amounts.items() if amount != CHANGES[name].neutral}


def undo() -> None:
    """Set all sliders to neutral."""
    for name, change in CHANGES.items():
        if f"change-{name}" in st.session_state:
            st.session_state[f"change-{name}"] = float(change.neutral)


def show_answers(image: NDArray[np.uint8], predicted: Mapping[str, Answer], truth: str | None, images: Images) -> None:
    """The finding in one sentence, the image as the models get it, and the bars."""
    st.header(finding(predicted, truth, images.classes), anchor=False)
    left, right = st.columns([1, 2])
    height, width = image.shape[:2]
    with left:
        show_image(enlarged(image), "The image", f"{width} × {height} pixels: all that the models get")
    with right:
        shares = {learner: answer.probabilities for learner, answer in predicted.items()}
        bars = answers_chart(shares, images.classes, theme())
        show_chart(bars, "answers", finding(predicted, truth, images.classes))


def show_doubts(predicted: Mapping[str, Answer]) -> None:
    """What the probabilities mean, and how usual the image is."""
    for sentence in describe_distance(predicted):
        st.markdown(sentence)
    st.caption(text("compare/probabilities"))


def finding(predicted: Mapping[str, Answer], truth: str | None, classes: tuple[str, ...]) -> str:
    """Each prediction, and whether it is right where that is known."""
    names = {learner: plain(classes[answer.label]) for learner, answer in predicted.items()}
    first, *others = names.values()
    if set(others) != {first}:
        each = ", ".join(f"{SPEAKERS[learner]} says **{name}**" for learner, name in names.items())
        return f"{capitalised(each)}." + ("" if truth is None else f" It is {plain(truth)}.")
    who = everybody(names)
    agreed = f"{who.capitalize()} say **{first}**"
    if truth is None:
        return f"{agreed}."
    return f"{agreed}, and {who} are right." if plain(truth) == first else f"{agreed}; it is {plain(truth)}."


def describe_distance(predicted: Mapping[str, Answer]) -> list[str]:
    """How far the image is from each model's training images, with a warning if that is far."""
    sentences = []
    for learner, answer in predicted.items():
        sentence = f"**{label(learner)}**: {how_usual(answer.unlike)}."
        if answer.unlike >= FAR:
            sentence += " Do not trust its prediction: the image may show **none of these classes**."
        sentences.append(sentence)
    return sentences


def how_usual(percent: float) -> str:
    """How close an image is to the training images, judged by the percentage of held-out images that are closer."""
    nearer = round(percent)
    if nearer < USUAL[0]:
        judged = "this image is unusually close to the training images"
    elif nearer > USUAL[1]:
        judged = "this image is unusually far from the training images"
    else:
        judged = "this image is as close to the training images as usual"
    verb = "looks" if nearer == 1 else "look"
    return f"{judged}: {nearer} of 100 images held out for checking {verb} more like them"


def changed_predictions(before: Mapping[str, Answer], now: Mapping[str, Answer]) -> list[str]:
    """The learners whose prediction has changed."""
    return [learner for learner in now if before[learner].label != now[learner].label]


def who_holds(before: Mapping[str, Answer], now: Mapping[str, Answer]) -> str:
    """Who still makes the prediction of the unchanged image."""
    turned = changed_predictions(before, now)
    who = everybody(now).capitalize()
    if not turned:
        return f"{who} still make the same prediction."
    if len(turned) == len(now):
        return f"{who} have changed their prediction."
    held = [learner for learner in now if learner not in turned]
    who_turned, who_held = (listed([f"**{label(learner)}**" for learner in group]) for group in (turned, held))
    has, its = ("have", "their") if len(turned) > 1 else ("has", "its")
    return f"{who_turned} {has} changed {its} prediction; {who_held} {'have' if len(held) > 1 else 'has'} not."


def note_flip(
    flips: dict[str, Flip], amounts: Mapping[str, float], before: Mapping[str, Answer], now: Mapping[str, Answer]
) -> None:
    """Keep the smallest amount of a single change that changed exactly one prediction."""
    turned = changed_predictions(before, now)
    if len(amounts) != 1 or len(turned) != 1:
        return
    [(name, amount)] = amounts.items()
    size = abs(amount - CHANGES[name].neutral)
    if name not in flips or size < abs(flips[name].amount - CHANGES[name].neutral):
        flips[name] = Flip(amount, turned[0])


def show_flips(flips: Mapping[str, Flip]) -> None:
    """The changes of this image that changed the prediction of exactly one learner."""
    if not flips:
        st.caption("Move one slider at a time: the smallest change that alters exactly one prediction is kept here.")
        return
    table = pd.DataFrame(
        {
            "Change": CHANGES[name].label,
            "Smallest amount that altered exactly one prediction": f"{flip.amount:g} {CHANGES[name].unit}".strip(),
            "Whose": label(flip.learner),
        }
        for name, flip in flips.items()
    )
    alt = "The smallest changes that altered exactly one prediction"
    st.dataframe(table, hide_index=True, width="content", alt=alt)
