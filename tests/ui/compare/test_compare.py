"""The compare page: it offers to train, both sides answer and are explained, and a change that fools one is kept."""

import time
import zlib
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest

import catalogue
from catalogue.images.changes import CHANGES
from charts.common.style import label
from experiments.kept.model_store import model_store
from experiments.plan import plan
from experiments.store import results
from experiments.store.results import Store
from explain.answer import Answer
from explain.held_out import held_out, mixed, to_show
from models.register import Context, build
from settings import settings
from tests.analysis.synthetic import row as synthetic
from tests.ui.conftest import result
from tests.ui.part import open_page, words
from ui import first_models
from ui.common import source
from ui.common.kept_models import KeptModels, largest, to_train
from ui.compare import mistakes, sliders
from ui.compare.answers import answers
from ui.compare.handcrafted import describe_votes
from ui.compare.models import unequal_sizes_note
from ui.compare.sliders import Flip, changed_predictions, describe_distance, finding, how_usual, note_flip, who_holds

pytestmark = pytest.mark.slow

PAGE = "compare"


def said(svm, cnn, unlike=(50.0, 50.0), **third):
    """Answers of both sides among three classes, or of a third learner too."""
    labels = {"svm": svm, "cnn": cnn, **third}
    unlike = (*unlike, 50.0)[: len(labels)]
    return {
        learner: Answer(learner, label, np.eye(3)[label], percent, {})
        for (learner, label), percent in zip(labels.items(), unlike, strict=True)
    }


@pytest.fixture
def kept():
    """Both learners of the digits, trained on two hundred, kept in this test's home."""
    images = catalogue.load("digits")
    keep(images, "svm", "cnn")
    return images


def keep(images, *learners, **settings):
    """Train these learners on two hundred images and keep the models."""
    for experiment in plan("digits", images, learners, [200], 1):
        model_store().keep(experiment, fitted(experiment.learner, **settings), 0.9)


@cache
def fitted(learner, **settings):
    """A model of two hundred digits, the same for every test."""
    images = catalogue.load("digits")
    chosen = catalogue.subset(images, 200, 0)
    model = build(learner, Context(n_train=200, device="cpu"), **settings)
    return model.fit(images.X_train[chosen], images.y_train[chosen])


def test_without_models_the_page_offers_to_train_and_says_how_long():
    """Nothing is kept yet: one button trains both, and a sentence says what that takes."""
    page = open_page(PAGE, dataset="Digits")
    assert not page.exception
    assert "No model of Digits is kept here yet" in words(page)
    assert [button.label for button in page.button] == ["Train both"]


def test_pressing_train_queues_one_of_each_side():
    """The same number of images for both, and a second press asks for nothing more."""
    page = open_page(PAGE, dataset="Digits")
    source.engine().close()  # what is queued stays queued
    page.button[0].click().run()
    store = Store(settings().results_url)
    jobs = store.jobs()
    store.close()
    assert sorted(jobs["learner"]) == ["cnn", "svm"]
    assert jobs["n_train"].nunique() == 1


def test_both_sides_answer_and_are_explained(kept):
    """With models kept the page shows both answers and, in its parts, both occlusion maps, every family, the layers."""
    parts = {
        "The same test for both": ["cover a patch"],
        "Handcrafted features": ["Edge directions (HOG)", "Which families support the prediction?"],
        "Learned features": ["First filters", "Grad-CAM"],
    }
    truth = kept.classes[kept.y_test[mixed(kept.y_test)[2]]]
    for part, told in parts.items():
        page = open_page(PAGE, dataset="Digits", number="3", part=part)
        assert not page.exception
        assert f"It is {truth}" in page.header[0].value or f"**{truth}**" in page.header[0].value
        assert all(sentence in words(page) for sentence in told)


@pytest.mark.parametrize("is_measured", [True, False])
def test_a_menu_goes_through_the_mistakes_of_one_learner(kept, is_measured, monkeypatch):
    """Always another one of the SVM's; also where the table of results does not hold what it said.

    Where no model has a mistake, as on a few images that are easy to tell apart, the page stands all the same.
    """
    if is_measured:
        measured(kept, "svm")
    shown = mixed(kept.y_test)
    wrong = set(np.flatnonzero(fitted("svm").predict(kept.X_test)[shown] != kept.y_test[shown]) + 1)
    page = open_page(PAGE, dataset="Digits")
    numbers = []
    for _ in range(3):
        page.menu_button(key="mistake-of").click("svm").run()
        assert not page.exception
        numbers.append(page.number_input[0].value)
    assert (f"{label('svm')} ({len(wrong)})" in page.menu_button(key="mistake-of").options) == is_measured
    assert set(numbers) < wrong and len(set(numbers)) == 3
    monkeypatch.setattr(source, "predictions", lambda id: kept.y_test)
    page = open_page(PAGE, dataset="Digits")
    assert not page.exception
    assert [one.disabled for one in page.button if one.label == mistakes.MISTAKE] == [True]


def measured(images, *learners):
    """Put what the kept models of these learners predict into the table of results."""
    store = Store(settings().results_url)
    for experiment in plan("digits", images, learners, [200], 1):
        said = fitted(experiment.learner).predict(images.X_test).astype("<u2")
        row = synthetic(experiment.learner, "quick", 200, 0, said == images.y_test)
        whole = result(row, "digits")
        store.add(replace(whole, experiment=experiment, predictions=zlib.compress(said.tobytes())), "live")
    store.close()


def test_a_third_learner_answers_if_it_is_asked_for(kept):
    """Beside both others, in every sentence and part; without the choice nothing is asked of it."""
    keep(kept, "pretrained", side=32)
    assert label("pretrained") not in words(open_page(PAGE, dataset="Digits", number="3"))
    for part, told in {
        "The same test for all three": "All three maps have the same scale",
        "Pretrained features": "It has seen 1.28 million labelled photographs before",
    }.items():
        page = open_page(PAGE, dataset="Digits", number="3", pretrained="true", part=part)
        assert not page.exception
        assert told in words(page)
        assert f"**{label('pretrained')}**" in words(page)


def test_without_a_third_model_both_others_answer_beside_the_offer(kept):
    """One button trains what is missing; nobody loses what is there."""
    page = open_page(PAGE, dataset="Digits", number="3", pretrained="true")
    assert not page.exception
    assert f"No {label('pretrained')} of {kept.title} is kept here yet" in words(page)
    assert "Train it" in [button.label for button in page.button]
    assert "The same test for both" in words(page)


def test_unequal_numbers_of_training_images_are_told():
    """The largest kept model of each predicts, from another experiment perhaps; nothing is said of equals."""
    svm, cnn, third = (label(name) for name in ("svm", "cnn", "pretrained"))
    assert unequal_sizes_note({"svm": 500, "cnn": 500}) is None
    assert unequal_sizes_note({"svm": 500, "cnn": 500, "pretrained": 3000}) == (
        f"They did not learn from the same number of images: {svm} from 500, {cnn} from 500 and {third} from 3,000."
    )


def test_no_word_says_both_where_three_are_asked(kept):
    """Title, offer of an image and all parts: two are both, three are not."""
    keep(kept, "pretrained", side=32)
    for where, told in {"A file": "all three predict its class", "Test images": "The same test for all three"}.items():
        page = open_page(PAGE, dataset="Digits", where=where, pretrained="true")
        assert not page.exception
        assert told in words(page)
        own = words(page).replace("leaves most room on both sides", "")  # an SVM's border, in the glossary
        assert "both" not in own.lower()


def test_a_moved_slider_changes_what_is_asked(kept):
    """Strong noise is another image; undoing brings back the first answers."""
    page = open_page(PAGE, dataset="Digits", number="3")
    before = page.header[0].value
    page.slider(key="change-noise").set_value(float(CHANGES["noise"].high)).run()
    assert not page.exception
    assert any(sentence in words(page) for sentence in ("same prediction", "changed"))
    next(button for button in page.button if button.label == "Undo all changes").click().run()
    assert page.header[0].value == before


def test_the_maps_say_which_image_they_explain_and_follow_on_demand(kept):
    """A moved slider does not leave maps of another image without a word; undoing brings back the first ones."""
    page = open_page(PAGE, dataset="Digits", number="3")
    first = occlusion(page)
    page.slider(key="change-shift").set_value(30.0).run()
    assert "Everything below still explains **the unchanged image**." in words(page)
    assert occlusion(page) == first
    page.button(key="explain").click().run()
    assert not page.exception
    assert "Everything below explains the changed image." in words(page)
    assert occlusion(page) != first
    next(button for button in page.button if button.label == "Undo all changes").click().run()
    assert occlusion(page) == first
    assert "explains" not in words(page)


def occlusion(page):
    """The captions of both occlusion maps."""
    return [caption.value for caption in page.caption if "the probability falls by" in caption.value]


def test_the_gallery_mixes_the_classes_and_shows_nothing_that_calibrated():
    """Every image that may be shown once, in the same order each time, and soon one of every class."""
    y = catalogue.load("digits").y_test
    shown = mixed(y)
    assert sorted(shown) == to_show(y).tolist()
    assert not set(shown) & set(held_out(y))
    assert (shown == mixed(y)).all()
    assert len(set(y[shown[:40]])) == 10


def test_the_finding_says_who_is_right():
    """One sentence from both answers and, where it is known, the truth."""
    classes = ("cat", "dog", "owl")
    assert finding(said(0, 0), "cat", classes) == "Both say **cat**, and both are right."
    assert finding(said(0, 0), "dog", classes) == "Both say **cat**; it is dog."
    assert finding(said(0, 0), None, classes) == "Both say **cat**."
    apart = "The SVM on handcrafted features says **cat**, the CNN says **owl**."
    assert finding(said(0, 2), None, classes) == apart
    assert finding(said(0, 2), "owl", classes) == f"{apart} It is owl."
    assert finding(said(0, 0, pretrained=0), "cat", classes) == "All three say **cat**, and all three are right."
    assert finding(said(0, 0, pretrained=1), None, classes) == (
        "The SVM on handcrafted features says **cat**, the CNN says **cat**, the SVM on pretrained features says "
        "**dog**."
    )


def test_class_names_have_no_power():
    """A class named like a remote image is written, not fetched."""
    sentence = finding(said(0, 0), None, ("![x](http://example.org/x.png)", "b", "c"))
    assert "![x](http" not in sentence


def test_an_image_unlike_all_others_is_warned_about():
    """At 99 percent the sentence says that the image may show none of the classes; at 98 it does not."""
    sentences = describe_distance(said(0, 0, (98.0, 99.0)))
    assert "none of these" not in sentences[0]
    assert "none of these" in sentences[1]


def test_how_usual_an_image_is_follows_its_number():
    """Nine in ten held-out images are as usual; the words agree with the number beside them."""
    for percent, told in [
        (0.4, "unusually close to the training images: 0 of 100 images held out for checking look more"),
        (1.0, "unusually close to the training images: 1 of 100 images held out for checking looks more"),
        (4.4, "unusually close"),
        (5.0, "as close to the training images as usual: 5 of"),
        (58.2, "as usual: 58 of"),
        (95.0, "as usual: 95 of"),
        (96.0, "unusually far from the training images: 96 of"),
        (99.9, "far from"),
    ]:
        assert told in how_usual(percent)


def test_the_caption_of_the_families_is_true_of_all_their_signs():
    """A family that supports the predicted class is named; where none does by itself, the caption says so."""
    supported = describe_votes(SimpleNamespace(votes={"hog": -0.5, "gabor": 0.1}))
    assert "shrinks most when 'Edge directions (HOG)' is replaced" in supported
    opposed = describe_votes(SimpleNamespace(votes={"hog": 0.5, "gabor": 0.1}))
    assert "no family alone supports the prediction" in opposed
    assert "shrinks" not in opposed


def test_who_holds():
    """Holding is to predict what was predicted for the unchanged image, right or wrong."""
    svm, cnn = label("svm"), label("cnn")
    cases = {
        (0, 0): ([], "Both still make the same prediction."),
        (1, 0): (["svm"], f"**{svm}** has changed its prediction; **{cnn}** has not."),
        (0, 1): (["cnn"], f"**{cnn}** has changed its prediction; **{svm}** has not."),
        (1, 2): (["svm", "cnn"], "Both have changed their prediction."),
    }
    for now, (turned, sentence) in cases.items():
        assert changed_predictions(said(0, 0), said(*now)) == turned
        assert who_holds(said(0, 0), said(*now)) == sentence
    three = said(0, 0, pretrained=0)
    third = label("pretrained")
    assert who_holds(three, said(1, 0, pretrained=0)) == (
        f"**{svm}** has changed its prediction; **{cnn}** and **{third}** have not."
    )
    assert who_holds(three, said(1, 1, pretrained=0)) == (
        f"**{svm}** and **{cnn}** have changed their prediction; **{third}** has not."
    )
    assert who_holds(three, three) == "All three still make the same prediction."


def test_the_smallest_change_that_fools_exactly_one_is_kept():
    """Larger ones, ones that fool both or none, and several changes at once are not."""
    flips: dict[str, Flip] = {}
    note_flip(flips, {"rotation": 40.0}, said(0, 0), said(0, 1))
    note_flip(flips, {"rotation": -30.0}, said(0, 0), said(1, 0))
    note_flip(flips, {"rotation": 35.0}, said(0, 0), said(0, 1))
    note_flip(flips, {"rotation": 5.0}, said(0, 0), said(1, 1))
    note_flip(flips, {"rotation": 5.0, "noise": 10.0}, said(0, 0), said(0, 1))
    assert flips == {"rotation": Flip(-30.0, "svm")}
    assert sliders.CHANGES["rotation"].neutral == 0


def test_what_a_first_start_trains_is_what_the_page_would_train():
    """A visitor who comes meanwhile waits for the same experiments and starts no others."""
    queued = []

    class Queue:
        def submit(self, experiments, _asker, **_):
            queued.extend(experiments)

    first_models.train_first(Queue())
    sets = ("digits", "shapes", "textures")
    assert queued == [one for name in sets for one in to_train(catalogue.load(name), ["svm", "cnn"])]


def test_a_first_start_gets_the_worker_ready_that_answers(monkeypatch):
    """Before it trains, which takes minutes."""
    done = []
    monkeypatch.setattr(source, "inference_worker", lambda: done.append("answers"))
    monkeypatch.setattr(first_models, "train_first", lambda _: done.append("training"))
    monkeypatch.setattr(first_models, "START_AFTER", 0.0)
    first_models.bring_first_models(None)
    deadline = time.monotonic() + 10
    while len(done) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)

    assert done == ["answers", "training"]


def test_a_first_start_goes_on_from_the_recorded_models(monkeypatch):
    """Those of digits answer at once, and the larger ones are trained all the same."""
    monkeypatch.setattr(first_models, "RECORDED", results.RECORDED)
    first_models.copy_recorded_models()
    kept = model_store().kept("digits", catalogue.version("digits"))
    assert {one.experiment.learner for one in kept} == {"svm", "cnn"}
    test_what_a_first_start_trains_is_what_the_page_would_train()


def test_the_first_image_is_answered_without_a_worker(monkeypatch):
    """Recorded models bring their answer to it, and a worker takes seconds to start."""
    monkeypatch.setattr(first_models, "RECORDED", results.RECORDED)
    monkeypatch.setattr(source, "ask", pytest.fail)
    first_models.copy_recorded_models()
    images = catalogue.load("digits")
    found = answers(KeptModels(largest(images.name, images.version)), images.X_test[mixed(images.y_test)[0]])
    assert [(name, answer.label) for name, answer in found.items()] == [("svm", 4), ("cnn", 4)]


def test_a_number_that_this_data_set_does_not_have_shows_another_image(kept):
    """From an old link, or from a larger data set looked at before: the page stands, the strip is not empty."""
    for number in ("5000", "-3", "cat"):
        page = open_page(PAGE, dataset="Digits", number=number)
        assert not page.exception
    page.session_state["first"] = page.session_state["number"] = 4_000
    page.run()
    assert not page.exception
    assert 1 <= page.number_input[0].value <= len(to_show(kept.y_test))
