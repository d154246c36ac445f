"""One contract for every learner: a saved model opens, predicts the same, and its files hold no code."""

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

FAST = {"cnn": {"epochs": 2, "width": 4}}


@pytest.fixture(params=LEARNERS)
def learner(request):
    """Each learner in turn."""
    return request.param


def fitted(learner, X, y, recipe="quick", **settings):
    """A learner trained on the images, quickly."""
    context = Context(recipe, len(X), mirrored=True, device="cpu")
    return build(learner, context, **{**FAST.get(learner, {}), **settings}).fit(X, y)


def reopened(learner, model, folder):
    """The model, saved and loaded again."""
    LEARNERS[learner].save(model, folder)
    return LEARNERS[learner].load(folder)


def assert_same_predictions(model, other, X):
    """Labels and, where there are any, scores: number for number."""
    assert np.array_equal(model.predict(X), other.predict(X))
    if hasattr(model, "decision_function"):
        assert np.array_equal(model.decision_function(X), other.decision_function(X))


@pytest.mark.parametrize(
    ("recipe", "channels", "n_classes"), [("quick", 1, 2), ("quick", 3, 3), ("thorough", 1, 3), ("thorough", 3, 2)]
)
def test_a_saved_model_predicts_the_same(learner, recipe, channels, n_classes, tmp_path):
    """Grey and colour photographs, two classes and three, in pairs: labels and scores come back number for number."""
    X, y = photographs(60, channels, n_classes)
    model = fitted(learner, X[:30], y[:30], recipe)

    assert_same_predictions(reopened(learner, model, tmp_path / "new" / "folder"), model, X)


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


def test_a_new_process_predicts_the_same(tmp_path):
    """A restarted server uses the models that were trained before."""
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


@pytest.mark.parametrize("recipe", RECIPES)
def test_nothing_is_pickled(learner, recipe, tmp_path):
    """Every file is JSON, safetensors, or skops' archive of JSON and of arrays that need no pickle."""
    LEARNERS[learner].save(fitted(learner, *easy(24), recipe), tmp_path)
    files = list(tmp_path.iterdir())

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
    """Text, whole numbers with gaps and truth values are predicted after loading as before."""
    X, y = easy(24, 2)
    for number, names in enumerate([("cat", "dog"), (-7, 100), (False, True)]):
        labels = np.array(names)[y]
        model = fitted(learner, X, labels)
        opened = reopened(learner, model, tmp_path / str(number))

        assert opened.classes_.tolist() == list(names)
        assert opened.predict(X).dtype == labels.dtype
        assert np.array_equal(opened.predict(X), model.predict(X))


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_model_describes_itself_as_before(learner, recipe, tmp_path):
    """Sizes, library and tuning of a loaded model are those of the trained one."""
    model = fitted(learner, *easy(24), recipe)
    describe = LEARNERS[learner].describe

    assert describe(reopened(learner, model, tmp_path)) == describe(model)


def test_an_opened_model_can_be_saved_again(learner, tmp_path):
    """A model that moves from home to home stays the same."""
    X, y = easy(24)
    model = fitted(learner, X, y)
    opened = reopened(learner, reopened(learner, model, tmp_path / "first"), tmp_path / "second")

    assert_same_predictions(opened, model, X)


def test_a_damaged_or_foreign_file_is_refused(learner, tmp_path):
    """Cut off anywhere, empty JSON, half an archive, a pickle, zeros: one sentence, never a model, and nothing is run.

    A missing file is an error of its own: nobody is to think that the model was foreign.
    """
    LEARNERS[learner].save(fitted(learner, *easy(24)), tmp_path)
    sentence = r"^The kept model .* is damaged or foreign \(.*\); train it again\.$"
    foreign = [b"{}", b"[]", b"null", b"PK", pickle.dumps({"a": 1}), bytes(5_000)]
    for file in tmp_path.iterdir():
        whole = file.read_bytes()
        cut = [whole[: int(part * len(whole))] for part in (0.0, 0.5, 0.999)]
        for content in [*cut, *foreign]:
            file.write_bytes(content)
            with pytest.raises(UnusableModel, match=sentence) as one:
                LEARNERS[learner].load(tmp_path)
            assert "\n" not in str(one.value)
        file.unlink()
        with pytest.raises(FileNotFoundError):
            LEARNERS[learner].load(tmp_path)
        file.write_bytes(whole)
    LEARNERS[learner].load(tmp_path)
