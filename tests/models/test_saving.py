"""One contract for every learner: what is saved can be opened, answers the same, and no file of it holds code."""

import json
import pickle
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from models.register import LEARNERS, RECIPES, Context, UnusableModel, build
from tests.models.images import easy
from tests.models.photographs import photographs

pytestmark = pytest.mark.slow

FAST = {"cnn": {"epochs": 2, "width": 4}, "pretrained": {"side": 32}}
PHOTOGRAPHS = [[(1, 2), (3, 3)], [(1, 3), (3, 2)]]
"""Channels and number of classes of a learner's two cases: learners take the first and the second row in turn."""


@pytest.fixture(scope="module", params=LEARNERS)
def learner(request):
    """Each learner in turn."""
    return request.param


@pytest.fixture(scope="module", params=RECIPES)
def recipe(request):
    """Each recipe in turn."""
    return request.param


def fitted(learner, X, y, recipe="quick", **settings):
    """A learner that has learned the images, quickly."""
    context = Context(recipe, len(X), mirrored=True, device="cpu")
    return build(learner, context, **{**FAST.get(learner, {}), **settings}).fit(X, y)


def reopened(learner, model, folder):
    """The model after its way through the files."""
    LEARNERS[learner].save(model, folder)
    return LEARNERS[learner].load(folder)


def assert_same_answers(model, other, X):
    """Labels and, where there are any, scores: number for number."""
    assert np.array_equal(model.predict(X), other.predict(X))
    if hasattr(model, "decision_function"):
        assert np.array_equal(model.decision_function(X), other.decision_function(X))


@pytest.fixture(scope="module")
def small(learner, recipe):
    """A learner that was fitted once to two dozen images, for tests that do not change it."""
    return fitted(learner, *easy(24), recipe)


@pytest.fixture
def saved(learner, small, tmp_path):
    """The folder of a model that was saved."""
    LEARNERS[learner].save(small, tmp_path / "saved")
    return tmp_path / "saved"


def each_broken(folder, content_of):
    """Each file of a folder in turn, with its content replaced until the next one is asked for."""
    for file in sorted(folder.iterdir()):
        whole = file.read_bytes()
        file.write_bytes(content_of(whole))
        yield file
        file.write_bytes(whole)


@pytest.mark.parametrize("place", [0, 1])
def test_a_saved_model_predicts_the_same(learner, place, tmp_path):
    """Grey and colour photographs, two classes and three: labels and scores come back number for number.

    Learner, recipe, channels and number of classes are combined pairwise, as in `test_contract.py`.
    """
    number = list(LEARNERS).index(learner)
    channels, n_classes = PHOTOGRAPHS[number % 2][place]
    recipe = RECIPES[(number // 2 + place) % 2]
    X, y = photographs(60, channels, n_classes)
    model = fitted(learner, X[:30], y[:30], recipe)

    assert_same_answers(reopened(learner, model, tmp_path / "new" / "folder"), model, X)


OPEN_ALL = """
import sys, warnings
from pathlib import Path
import numpy as np
from models.register import LEARNERS

warnings.simplefilter("error")
folder = Path(sys.argv[1])
X = np.load(folder / "X.npy")
for learner in LEARNERS:
    model = LEARNERS[learner].load(folder / learner)
    np.save(folder / f"{learner}.labels.npy", model.predict(X))
    if hasattr(model, "decision_function"):
        np.save(folder / f"{learner}.scores.npy", model.decision_function(X))
"""


def test_a_fresh_process_gives_the_same_answers(tmp_path):
    """A server that starts again asks the models that the one before has trained."""
    X, y = photographs(60, 3)
    np.save(tmp_path / "X.npy", X)
    models = {learner: fitted(learner, X[:30], y[:30]) for learner in LEARNERS}
    for learner, model in models.items():
        LEARNERS[learner].save(model, tmp_path / learner)
    done = subprocess.run([sys.executable, "-c", OPEN_ALL, str(tmp_path)], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    for learner, model in models.items():
        assert np.array_equal(np.load(tmp_path / f"{learner}.labels.npy"), model.predict(X))
        if hasattr(model, "decision_function"):
            scores = np.load(tmp_path / f"{learner}.scores.npy")
            assert np.allclose(scores, model.decision_function(X), rtol=1e-5, atol=1e-5)


def test_nothing_is_pickled(saved):
    """Every file is JSON, safetensors, or skops' archive of JSON and of arrays that need no pickle."""
    files = list(saved.iterdir())

    assert {file.suffix for file in files} in ({".skops"}, {".json", ".safetensors"})
    for file in files:
        assert not looks_pickled(file.read_bytes())
        if file.suffix == ".json":
            json.loads(file.read_text())
        if file.suffix == ".skops":
            with zipfile.ZipFile(file) as archive:
                names = set(archive.namelist())
                assert "schema.json" in names
                assert all(name.endswith(".npy") for name in names - {"schema.json"})
                for name in names - {"schema.json"}:
                    with archive.open(name) as array:
                        np.lib.format.read_array(array, allow_pickle=False)


def looks_pickled(content):
    """Whether the bytes begin and end like a pickle."""
    return content[:1] == pickle.PROTO and content[-1:] == pickle.STOP


def test_labels_of_every_kind_come_back(learner, tmp_path):
    """Labels that are text, whole numbers with gaps, or booleans are predicted after opening as before."""
    X, y = easy(24, 2)
    for number, names in enumerate([("cat", "dog"), (-7, 100), (False, True)]):
        labels = np.array(names)[y]
        model = fitted(learner, X, labels)
        opened = reopened(learner, model, tmp_path / str(number))

        assert opened.classes_.tolist() == list(names)
        assert opened.predict(X).dtype == labels.dtype
        assert np.array_equal(opened.predict(X), model.predict(X))


def test_a_model_describes_itself_as_before_and_can_be_saved_again(learner, small, saved, tmp_path):
    """Size, library and tuning are those of the trained model, and a second move to another home changes no answer."""
    opened = LEARNERS[learner].load(saved)

    assert LEARNERS[learner].describe(opened) == LEARNERS[learner].describe(small)
    assert_same_answers(reopened(learner, opened, tmp_path / "second"), small, easy(24)[0])


@pytest.mark.parametrize("recipe", ["quick"], scope="module", indirect=True)
@pytest.mark.parametrize("part", [0.0, 0.5, 0.999])
def test_a_truncated_file_is_refused(learner, saved, part):
    """Whichever file was cut, and wherever: one sentence that says what to do, never a model."""
    for _ in each_broken(saved, lambda whole: whole[: int(part * len(whole))]):
        with pytest.raises(UnusableModel, match=r"^The kept model .* is damaged or foreign \(.*\); train it again\.$"):
            LEARNERS[learner].load(saved)
    LEARNERS[learner].load(saved)


@pytest.mark.parametrize("recipe", ["quick"], scope="module", indirect=True)
def test_a_file_of_another_kind_is_refused(learner, saved):
    """Empty JSON, half an archive, a pickle, zeros: none of them is a model, and none is run."""
    for content in (b"{}", b"[]", b"null", b"PK", pickle.dumps({"a": 1}), b"\x00" * 5_000):
        for _ in each_broken(saved, lambda _, content=content: content):
            with pytest.raises(UnusableModel) as problem:
                LEARNERS[learner].load(saved)

            assert "\n" not in str(problem.value)


@pytest.mark.parametrize("recipe", ["quick"], scope="module", indirect=True)
def test_a_missing_file_is_not_called_damaged(learner, saved):
    """The error says that a file is missing, so that nobody thinks that the model was foreign."""
    for file in each_broken(saved, lambda whole: whole):
        file.unlink()
        with pytest.raises(FileNotFoundError):
            LEARNERS[learner].load(saved)
