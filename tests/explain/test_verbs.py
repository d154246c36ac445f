"""The second verb: answers are the learners' own, their probabilities mean something, and errors are one sentence."""

import pickle

import numpy as np
import pytest

from explain import verbs
from explain.held_out import to_show
from explain.verbs import answer, explain, first_filters, surest_mistakes
from tests.explain.conftest import PATCH

pytestmark = pytest.mark.slow

STAGES = {
    "svm": {"features", "decision", "neighbours"},
    "cnn": {"network", "neighbours"},
    "pretrained": {"features", "decision", "neighbours"},
}


def shown(kept, n=None):
    """Test digits that no calibration has seen, spread over all classes, and their labels."""
    images = kept.images["digits"]
    rows = to_show(images.y_test)
    rows = rows[np.linspace(0, len(rows) - 1, n or len(rows)).astype(int)]
    return images.X_test[rows], images.y_test[rows]


def test_answers_equal_predict(kept, on_digits):
    """For 200 test images, asked at once, the label is what the learner itself predicts."""
    X, _ = shown(kept, 200)
    labels = [said.label for (said,) in answer((on_digits,), X)]

    assert labels == kept.models[on_digits].predict(X).tolist()


def test_one_image_is_answered_as_among_others(kept, on_digits):
    """Alone or in a batch: the same label, probability and distance."""
    X, _ = shown(kept, 20)
    together = [said for (said,) in answer((on_digits,), X)]
    alone = [answer((on_digits,), X[number : number + 1])[0][0] for number in range(20)]

    assert [said.label for said in together] == [said.label for said in alone]
    assert np.allclose([one.probabilities for one in together], [one.probabilities for one in alone], atol=1e-4)
    assert np.allclose([one.unlike for one in together], [one.unlike for one in alone], atol=0.3)


def test_probabilities_belong_to_the_label(kept, on_digits):
    """Ten of them, which sum to one, and the label's is the largest."""
    for (said,) in answer((on_digits,), shown(kept, 200)[0]):
        assert said.probabilities.shape == (10,)
        assert said.probabilities.sum() == pytest.approx(1)
        assert said.probabilities.argmax() == said.label


def test_the_surest_mistakes_come_first(kept, on_digits):
    """Of the rows asked about, all that the model gets wrong and no others, by the probability of what it predicts."""
    images = kept.images["digits"]
    rows = to_show(images.y_test)
    found = surest_mistakes(on_digits, rows)
    sure = [said.probabilities.max() for (said,) in answer((on_digits,), images.X_test[found])]

    assert set(found) == set(rows[kept.models[on_digits].predict(images.X_test[rows]) != images.y_test[rows]])
    assert len(found) > 2
    assert (np.diff(sure) < 1e-4).all()


def test_probabilities_are_calibrated(kept, on_digits):
    """On images that no calibration saw, the answers' mean probability is their accuracy to within four points."""
    X, y = shown(kept)
    said = [one for (one,) in answer((on_digits,), X)]
    accuracy = np.mean([one.label for one in said] == y)

    assert np.mean([one.probabilities.max() for one in said]) == pytest.approx(accuracy, abs=0.04)


def test_several_models_answer_in_the_order_they_are_asked(kept, keep):
    """A list per image, in it one answer per model, each with its own stages."""
    ids = tuple(keep("digits", learner, 500) for learner in ("cnn", "svm"))
    answers = answer(ids, shown(kept, 3)[0])

    assert [[said.learner for said in of_one] for of_one in answers] == [["cnn", "svm"]] * 3
    assert all(set(said.milliseconds) == STAGES[said.learner] for of_one in answers for said in of_one)
    assert all(value > 0 for of_one in answers for said in of_one for value in said.milliseconds.values())


def test_no_images_have_no_answers(on_digits):
    """An empty question has an empty answer."""
    assert answer((on_digits,), np.zeros((0, 28, 28, 1), np.uint8)) == []


def test_a_training_image_is_like_the_training_images(kept, on_digits):
    """It is one of them: no training image looks further from them than all held-out ones, most nearer than half."""
    images = kept.images["digits"]
    places = verbs.open_model(on_digits).reference.places[:100]
    unlike = [said.unlike for (said,) in answer((on_digits,), images.X_train[places])]

    assert max(unlike) < 100
    assert np.median(unlike) < 50


def test_noise_is_unlike_the_training_images(on_digits):
    """Noise is no digit: nearly all held-out digits lie nearer to the training digits."""
    noise = np.random.default_rng(0).integers(0, 256, (20, 28, 28, 1), dtype=np.uint8)
    unlike = [said.unlike for (said,) in answer((on_digits,), noise)]

    assert min(unlike) > 97


def test_a_held_out_image_is_as_unlike_as_usual(kept, on_digits):
    """Images of the data set that nobody saw have percentages as of a draw: about half of them below fifty."""
    unlike = [said.unlike for (said,) in answer((on_digits,), shown(kept)[0])]

    assert np.mean(np.array(unlike) < 50) == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize("learner", ["svm", "cnn"])
def test_two_classes_are_answered(kept, keep, learner):
    """With one pair of classes as with many."""
    id, images = keep("one_patch", learner, 60), kept.images["one_patch"]
    said = [one for (one,) in answer((id,), images.X_test)]

    assert [one.label for one in said] == kept.models[id].predict(images.X_test).tolist()
    assert all(one.probabilities.argmax() == one.label for one in said)


@pytest.mark.parametrize(("learner", "settings"), [("svm", {}), ("cnn", {"epochs": 4, "width": 4})])
def test_thorough_models_are_answered_and_explained(kept, keep, learner, settings):
    """A searched SVM and a network that averages mirror images say the same as their predict, and why."""
    id, images = keep("three", learner, 60, "thorough", **settings), kept.images["three"]
    said = [one for (one,) in answer((id,), images.X_test)]

    assert [one.label for one in said] == kept.models[id].predict(images.X_test).tolist()
    assert explain(id, images.X_test[0]).occlusion.shape == (24, 32)


def test_what_is_sent_between_processes_may_be_read_only(kept, on_digits):
    """Arguments arrive as views of a message, answers leave as a pickle."""
    X, _ = shown(kept, 2)
    arrived = np.frombuffer(X.tobytes(), np.uint8).reshape(X.shape)
    (said,), _ = pickle.loads(pickle.dumps(answer((on_digits,), arrived)))

    assert said.label == answer((on_digits,), X)[0][0].label


@pytest.mark.parametrize("learner", STAGES)
def test_the_same_image_is_explained_once(kept, learner):
    """A class that looks at one image of the gallery waits once; and what is explained can be sent."""
    id, image = kept.digits(learner), shown(kept, 1)[0][0]
    first = explain(id, image)

    assert explain(id, image.copy()) is first
    assert pickle.loads(pickle.dumps(first)).milliseconds == first.milliseconds


@pytest.mark.parametrize("learner", STAGES)
def test_the_nearest_training_image_of_a_training_image_is_itself(kept, learner):
    """Neighbours are rows of X_train, the nearest first."""
    id, images = kept.digits(learner), kept.images["digits"]
    for place in verbs.open_model(id).reference.places[:3]:
        neighbours = explain(id, images.X_train[place]).neighbours

        assert neighbours[0] == place
        assert len(set(neighbours)) == 5


@pytest.mark.parametrize(("learner", "n"), [("svm", 400), ("cnn", 200)])
def test_occlusion_points_at_the_one_patch_that_tells(kept, keep, learner, n):
    """Where one patch is the only signal, covering it costs most, whichever class it is."""
    id, images = keep("one_patch", learner, n), kept.images["one_patch"]
    signal = np.zeros((28, 28), bool)
    signal[PATCH] = True
    for image in images.X_test[:6]:
        found = explain(id, image).occlusion

        assert signal.flat[found.argmax()]
        assert found[signal].mean() > 5 * abs(found[~signal].mean())


def test_first_filters_are_the_networks(keep):
    """Sixteen of 5x5 in grey."""
    assert first_filters(keep("digits", "cnn", 500)).shape == (16, 5, 5, 1)


def test_a_model_that_is_gone_is_told(kept):
    """It was evicted: one sentence says what to do."""
    for ask in [lambda id, X: answer((id,), X), lambda id, X: explain(id, X[0])]:
        with pytest.raises(ValueError, match=r"^This model is not kept any more; .* again\.$"):
            ask("0123456789abcdef", np.zeros((1, 28, 28, 1), np.uint8))


def test_images_of_another_kind_are_refused(keep):
    """An image that was not brought to the data set's size is told what would be right."""
    for X, said in [
        (
            np.zeros((1, 32, 32, 3), np.uint8),
            r"^Images for Digits must be 28 high and 28 wide with .*\.$",
        ),
        (np.zeros((1, 28, 28, 1)), r"uint8.*\.$"),
    ]:
        for ask in [lambda id, X: answer((id,), X), lambda id, X: explain(id, X[0])]:
            with pytest.raises(ValueError, match=said):
                ask(keep("digits", "svm", 500), X)


def test_learners_that_give_no_reasons_are_refused(keep):
    """The floor and the SVM on raw pixels are there for the curves only."""
    with pytest.raises(ValueError, match=r"'majority' cannot be explained; those of svm, cnn and pretrained can\.$"):
        answer((keep("digits", "majority", 20),), np.zeros((1, 28, 28, 1), np.uint8))


def test_filters_are_of_a_cnn(keep):
    """Asking an SVM for filters is one clear sentence."""
    with pytest.raises(ValueError, match=r"^Only a CNN has layers, .*'svm'\.$"):
        first_filters(keep("digits", "svm", 500))


@pytest.mark.parametrize("learner", STAGES)
def test_cleared_caches_hold_nothing(kept, learner):
    """Deleted images live in no model, explanation or data set that stays open; asked again, all is worked out."""
    id = kept.keep("three", learner, 60)
    image = kept.images["three"].X_test[0]
    before = explain(id, image)
    assert explain(id, image) is before
    verbs.clear_caches()
    caches = (verbs.open_model, verbs._explanation, verbs.run.load)

    assert [cache.cache_info().currsize for cache in caches] == [0] * 3
    assert explain(id, image) is not before
