"""One contract for every learner with every recipe: a new entry in the register is tested by being there."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, ShuffleSplit, cross_val_score, learning_curve

from models.register import LEARNERS, RECIPES, Context, build
from models.swap.cell import KINDS
from models.swap.head import GRIDS as HEADS
from tests.models.images import easy

pytestmark = pytest.mark.slow

FAST = {"cnn": {"epochs": 3, "width": 8}, "pretrained": {"side": 64}}
CELLS = {
    f"swap {features} {head}": {"features": features, "head": head} for features, head in zip(KINDS, HEADS, strict=True)
}
"""Cells of the swap board, tested like learners: each kind of features and each classifier is in one of them."""
SUBJECTS = [*(name for name in LEARNERS if name != "swap"), *CELLS]
MEETINGS = [
    *((subject, recipe) for subject in SUBJECTS if subject not in CELLS for recipe in RECIPES),
    *((cell, RECIPES[number % 2]) for number, cell in enumerate(CELLS)),
]
"""Every learner with every recipe, and every cell with one of them in turn."""
GRIDS = {
    "C": [0.1, 5.0],
    "lr": [0.01, 0.05],
    "strategy": ["most_frequent", "prior"],
    "kind": ["linear_svm", "logistic_regression"],
}
"""Two values of a parameter of this name; a new learner without any of these adds its own."""
SHAPES = [(28, 28, 1), (32, 32, 3), (40, 24, 3), (24, 40, 1)]
LABELS = [("cat", "dog", "emu"), (-7, 3, 100), (False, True)]
ONE_SPLIT = ShuffleSplit(1, test_size=0.5, random_state=0)
X, Y = easy(24)


@pytest.fixture(scope="module", params=MEETINGS, ids=" ".join)
def meeting(request):
    """Each learner with each recipe in turn."""
    return request.param


@pytest.fixture(scope="module")
def make(meeting):
    """Makes an unfitted learner, small enough for a test."""
    subject, recipe = meeting

    def make(n_train=24, **context):
        return made(subject, Context(recipe, n_train, device="cpu", **context))

    return make


def made(subject, context):
    """An unfitted learner or cell of the swap board, small enough for a test."""
    cell = CELLS.get(subject, {})
    return build("swap" if cell else subject, context, **cell, **FAST.get(cell.get("features", subject), {}))


@pytest.fixture(scope="module")
def fitted(make):
    """A learner that was fitted once, for tests that do not change it; calls can be chained as in scikit-learn."""
    model = make()
    assert model.fit(X, Y) is model
    return model


@pytest.fixture(scope="module")
def well_fitted(make):
    """Learners that have seen 90 images of two classes and of three."""
    return {n_classes: make(90).fit(*easy(90, n_classes, seed=0)) for n_classes in (2, 3)}


def scores_of(model, X):
    """Scores where there are any, which differ sooner than labels do; else labels."""
    return model.decision_function(X) if hasattr(model, "decision_function") else model.predict(X)


def plain(model):
    """The parameters that are values, not parts or functions."""
    kinds = (str, int, float, bool, tuple, type(None))
    return {name: value for name, value in model.get_params().items() if isinstance(value, kinds)}


def test_fitting_changes_no_parameter(make, fitted):
    """Fitted or not, a learner has the same parameters; `clone` and `set_params` take whatever `get_params` gives."""
    model = make()
    again = clone(model).set_params(**model.get_params())

    assert plain(again) == plain(model) == plain(fitted)


def test_an_unfitted_learner_says_so(make):
    """Predicting before fitting raises scikit-learn's own error, not an accident further down."""
    with pytest.raises(NotFittedError):
        make().predict(X[:2])


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("names", LABELS, ids=["text", "gaps", "yes/no"])
def test_labels_come_back_as_they_were_given(subject, names):
    """Text, whole numbers with gaps, and booleans are all fine as labels: classes_ sorts them, predict returns them.

    Every learner is fitted by each recipe to one of them at least.
    """
    recipe = RECIPES[(SUBJECTS.index(subject) + LABELS.index(names)) % 2]
    X, y = easy(24, len(names))
    labels = np.array(names)[y]
    model = made(subject, Context(recipe, 24, device="cpu")).fit(X, labels)
    predicted = model.predict(X)

    assert model.classes_.tolist() == list(names)
    assert predicted.dtype.kind == labels.dtype.kind
    assert set(predicted) <= set(names)


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_shape_and_number_of_classes_is_learned(subject, shape):
    """Grey and colour, square and oblong, two classes and ten: one label for each image, of the labels' dtype.

    Learner, shape, recipe and number of classes are combined pairwise: any value of one meets any value of another.
    """
    row, column = SUBJECTS.index(subject), SHAPES.index(shape)
    recipe, n_classes = RECIPES[(row + column) % 2], (2, 10)[(row + column // 2) % 2]
    X, y = easy(40, n_classes, shape)
    model = made(subject, Context(recipe, 40, mirrored=True, device="cpu"))
    predicted = model.fit(X, y).predict(X[:7])

    assert predicted.shape == (7,)
    assert predicted.dtype == y.dtype


def test_scores_agree_with_labels(well_fitted):
    """The class with the highest score is predicted; for two classes the sign of a single score may tell."""
    for n_classes, model in well_fitted.items():
        if not hasattr(model, "decision_function"):
            pytest.skip("this learner has no scores")
        images, _ = easy(24, n_classes)
        scores = model.decision_function(images)

        assert scores.shape in {(24, n_classes), (24,)}
        best = scores.argmax(axis=1) if scores.ndim == 2 else (scores > 0).astype(int)
        assert np.array_equal(model.classes_[best], model.predict(images))


def test_a_second_fit_replaces_the_first_and_the_same_seed_gives_the_same_scores(make, fitted):
    """Scores are the same bit by bit, also after a fit to other shapes and classes: a row can be measured again."""
    refitted = make().fit(*easy(30, 3, (32, 32, 3))).fit(X, Y)

    assert refitted.classes_.tolist() == [0, 1]
    assert np.array_equal(scores_of(refitted, X), scores_of(fitted, X))


def test_the_seed_decides_the_first_weights_of_the_cnn():
    """Two seeds give two networks: a band over seeds shows a spread that is there."""
    first, second = (build("cnn", Context(seed=seed, device="cpu"), **FAST["cnn"]).fit(X, Y) for seed in (0, 1))

    assert not np.array_equal(scores_of(first, X), scores_of(second, X))


def test_a_fitted_learner_survives_pickling(fitted):
    """A model can be written to a file or sent to another process, and predicts the same."""
    assert np.array_equal(scores_of(pickle.loads(pickle.dumps(fitted)), X), scores_of(fitted, X))


def test_one_image_a_class_is_enough(make):
    """The smallest training set there can be is learned, not refused: no image is held back for validation."""
    X, y = easy(2)

    assert set(make(2).fit(X, y).predict(X)) <= {0, 1}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_cross_validation_grid_search_and_learning_curve_run(subject):
    """scikit-learn's own tools take every learner as it is, one recipe after the other."""
    model = made(subject, Context(RECIPES[SUBJECTS.index(subject) % 2], 24, device="cpu"))
    names = {name.rsplit("__", 1)[-1]: name for name in model.get_params()}
    grid = {names[suffix]: values for suffix, values in GRIDS.items() if suffix in names}
    scores = cross_val_score(model, X, Y, cv=2, error_score="raise")
    sizes, _, tests = learning_curve(
        model, X, Y, cv=ONE_SPLIT, train_sizes=[6, 12], shuffle=True, random_state=0, error_score="raise"
    )
    search = GridSearchCV(model, dict([*grid.items()][:1]), cv=ONE_SPLIT, error_score="raise").fit(X, Y)

    assert len(scores) == 2
    assert sizes.tolist() == [6, 12]
    assert tests.shape == (2, 1)
    assert len(search.cv_results_["params"]) == 2
    assert set(search.predict(X)) <= {0, 1}


def test_what_progress_raises_stops_the_fit_at_once(make):
    """A learner that reports its progress is stopped by the report, after the first step and before the second."""
    calls = []

    def stop(done, n_epochs):
        calls.append((done, n_epochs))
        raise KeyboardInterrupt

    model = make(48, on_progress=stop)
    try:
        model.fit(*easy(48))
    except KeyboardInterrupt:
        done, n_epochs = calls[0]

        assert 0 < done <= 1 <= n_epochs
    assert len(calls) <= 1


def test_the_cnn_reports_every_step():
    """Progress rises step by step to the number of epochs, so that a bar moves and a stop works in mid-epoch."""
    calls = []
    context = Context(n_train=48, device="cpu", on_progress=lambda done, n_epochs: calls.append((done, n_epochs)))
    build("cnn", context, **FAST["cnn"]).fit(*easy(48))

    assert calls == [(step / 3, 3) for step in range(1, 10)]


def test_a_learner_describes_itself(meeting, fitted):
    """Sizes that are whole positive numbers, and the words that the fairness card shows."""
    described = LEARNERS[meeting[0].partition(" ")[0]].describe(fitted)

    assert isinstance(described["n_parameters"], int) and described["n_parameters"] > 0
    assert isinstance(described["model_bytes"], int) and described["model_bytes"] >= described["n_parameters"]
    assert all(described[name] for name in ("implementation", "augmentation", "tuning"))


def test_every_learner_that_looks_beats_the_majority_class(meeting, well_fitted):
    """On images that anybody could tell apart, a learner that looks at them is right at least nine times in ten."""
    for n_classes, model in well_fitted.items():
        accuracy = model.score(*easy(60, n_classes, seed=1))

        if meeting[0] == "majority":
            assert accuracy == 1 / n_classes
        else:
            assert accuracy > 0.9


WRONG = [
    ("svn", "quick", {}, ["svn", *LEARNERS]),
    ("svm", "slow", {}, ["slow", *RECIPES]),
    *((learner, recipe, {"colour": 1}, [learner, "colour"]) for learner in LEARNERS for recipe in RECIPES),
    ("cnn", "quick", {"augment": "upside down"}, ["upside down", "shift"]),
    ("cnn", "quick", {"dtype": "float3"}, ["float3", "bfloat16"]),
    ("cnn", "quick", {"device": "abacus"}, ["abacus", "cpu"]),
    ("cnn", "quick", {"epochs": 0}, ["epochs", "0"]),
    ("cnn", "quick", {"epochs": "ten"}, ["epochs", "ten"]),
    ("svm", "quick", {"kernel": "round"}, ["round", "rbf", "linear"]),
    ("svm", "quick", {"C": -1.0}, ["C", "-1"]),
    ("raw_svm", "thorough", {"C": 0}, ["C", "0"]),
    ("swap", "quick", {"features": "found"}, ["found", *KINDS]),
    ("swap", "quick", {"head": "crown"}, ["crown", *HEADS]),
]
"""Learner, recipe and settings of which one is wrong, and what the refusal names."""


def test_a_wrong_choice_is_refused_in_one_sentence():
    """An unknown learner, recipe or setting, or an impossible value, is refused before anything is trained."""
    for learner, recipe, settings, named in WRONG:
        with pytest.raises(ValueError) as problem:
            build(learner, Context(recipe), **settings)

        assert "\n" not in str(problem.value)
        assert str(problem.value).endswith(".")
        assert all(str(name) in str(problem.value) for name in named), str(problem.value)
