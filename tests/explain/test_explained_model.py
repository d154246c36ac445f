"""What is kept beside a model: worked out once, found again after a restart, and never trusted when damaged."""

import numpy as np
import pytest

from explain import explained_model, verbs
from explain.explained_model import NAME, Reference, mean_colour, stored_or_made

pytestmark = pytest.mark.slow


def made(value=1.0):
    """Something small to keep."""
    rows = np.full((2, 3), value, np.float32)
    return Reference(np.arange(2), rows, rows[:, 0], np.ones(4), np.array([0.5]), np.array([7, 8, 9], np.uint8))


def test_what_was_stored_is_read_again(tmp_path):
    """The second time nothing is worked out, and every array is what it was."""
    first = stored_or_made(tmp_path / NAME, made)
    again = stored_or_made(tmp_path / NAME, pytest.fail)

    assert all(np.array_equal(getattr(first, name), getattr(again, name)) for name in vars(first))
    assert all(getattr(first, name).dtype == getattr(again, name).dtype for name in vars(first))
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize(
    "damage", [lambda content: content[:-5], lambda content: b"", lambda content: b"{" + content, lambda content: None]
)
def test_a_damaged_file_is_worked_out_anew(tmp_path, damage):
    """Cut short, empty, garbled or gone: it is made again, and whole from then on."""
    path = tmp_path / NAME
    stored_or_made(path, made)
    content = damage(path.read_bytes())
    path.unlink()
    if content is not None:
        path.write_bytes(content)

    assert stored_or_made(path, lambda: made(5.0)).rows[0, 0] == 5
    assert stored_or_made(path, pytest.fail).rows[0, 0] == 5


def test_a_file_of_something_else_is_worked_out_anew(tmp_path):
    """Whole, but with other names in it."""
    from safetensors.numpy import save

    (tmp_path / NAME).write_bytes(save({"rows": np.zeros(3)}))

    assert stored_or_made(tmp_path / NAME, made).rows[0, 0] == 1


def test_a_place_that_cannot_be_written_is_no_error(tmp_path):
    """The model was thrown away meanwhile: the answer is given all the same."""
    assert stored_or_made(tmp_path / "gone" / NAME, made).rows[0, 0] == 1


def test_a_restarted_worker_is_warm(kept, on_digits, monkeypatch):
    """Opened again, nothing is derived again, and the answers are the same."""
    X = kept.images["digits"].X_test[:5]
    before = verbs.answer((on_digits,), X)
    explained_model.open_model.cache_clear()
    monkeypatch.setattr(explained_model, "make_reference", pytest.fail)
    after = verbs.answer((on_digits,), X)

    assert [said.unlike for (said,) in before] == [said.unlike for (said,) in after]
    assert [said.label for (said,) in before] == [said.label for (said,) in after]


def test_the_reference_does_not_depend_on_chance(kept, on_digits):
    """Derived twice from one model, bit by bit the same."""
    opened = verbs.open_model(on_digits)
    again = explained_model.make_reference(opened.experiment, opened.model, opened.images)

    assert all(np.array_equal(getattr(opened.reference, name), getattr(again, name)) for name in vars(again))


def test_the_colour_is_the_mean_images():
    """Channel by channel, rounded."""
    X = np.zeros((3, 8, 8, 3), np.uint8)
    X[0] = 90, 3, 0

    assert mean_colour(X).tolist() == [30, 1, 0]
