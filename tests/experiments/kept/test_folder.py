"""What a kept model's folder says of itself: whatever stands there instead, nothing is raised and nothing is lost."""

import json

import pytest

from experiments.kept.model_store import ABOUT as FILE
from experiments.kept.model_store import FORMAT
from experiments.spec import experiment_record
from tests.experiments.toy_model import MODEL, asked, folders, sizes


def whole(**changes):
    """What a good folder says of itself, with changes."""
    about = {"format": FORMAT, "kept_at": "2026-01-01T00:00:00.000000+00:00", "accuracy": 0.5}
    return json.dumps({**about, **experiment_record(asked(1)), **changes}).encode()


ABOUT = json.loads(whole())
DAMAGE = {
    "empty": b"",
    "cut": whole()[:-9],
    "nothing": b"null",
    "list": b"[]",
    "text": b'"model"',
    "object": b"{}",
    "bytes": b"\xff\xfe\x00",
    "nested": b"[" * 100_000,
    "format": whole(format=2),
    "accuracy": whole(accuracy="high"),
    "huge": whole(accuracy=10**400),
    "other images": whole(n_train=2),
    "no number": whole(n_train="1"),
    "settings": whole(settings=[1]),
    "no device": json.dumps({key: value for key, value in ABOUT.items() if key != "device_asked"}).encode(),
}


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_folder_is_left_out(three, place, content):
    """Whatever is in place of the description: the other models are still listed, this one is gone."""
    three.keep(asked(1), MODEL, 0.5)
    three.keep(asked(2), MODEL, 0.5)
    (place / asked(1).id / FILE).write_bytes(content)

    assert sizes(three) == [2]
    assert three.largest("images", "1", "toy").experiment == asked(2)
    with pytest.raises(KeyError):
        three.open(asked(1).id)


def test_a_damaged_folder_goes_before_any_other(three, place):
    """What nobody can use is in nobody's way."""
    for n in (1, 2, 3):
        three.keep(asked(n), MODEL, 0.5)
    (place / asked(3).id / FILE).unlink()
    three.keep(asked(4), MODEL, 0.5)

    assert sizes(three) == [1, 2, 4]
    assert not (place / asked(3).id).exists()


def test_strangers_in_the_folder_are_left_alone(three, place):
    """Files and folders with other names are neither told of nor taken away, and a file is no model."""
    three.keep(asked(1), MODEL, 0.5)
    (place / "notes.txt").write_text("mine")
    (place / "0123456789abcdef").write_text("a file")
    (place / "backup").mkdir()
    three.keep(asked(2), MODEL, 0.5)

    assert sizes(three) == [1, 2]
    assert {"notes.txt", "backup"} <= set(folders(place))
