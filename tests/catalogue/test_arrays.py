"""Arrays kept on disk: made once, made whole, made anew when damaged."""

import threading

import numpy as np
import pytest

from catalogue.arrays import PARTS, Arrays, groups_of, read_or_make, save

X, y = np.arange(800, dtype=np.uint8).reshape(2, 20, 20, 1), np.array([0, 1])
TOY = Arrays(X, y, X, y, ("a", "b"))


@pytest.mark.parametrize("file", [f"{part}.npy" for part in PARTS] + ["about.json"])
@pytest.mark.parametrize("damage", [lambda _: b"", lambda content: content[: len(content) // 2], None])
def test_damaged_arrays_are_made_anew(tmp_path, file, damage):
    """An empty, a halved or a missing file is no error."""
    made = []
    for _ in range(2):
        arrays = read_or_make(tmp_path / "kept" / "toy", lambda folder: made.append(1) or save(folder, TOY))
        assert np.array_equal(arrays.X_train, X)
        assert arrays.classes == ("a", "b")
        path = tmp_path / "kept" / "toy" / file
        if damage is None:
            path.unlink()
        else:
            path.write_bytes(damage(path.read_bytes()))
    assert len(made) == 2


def test_two_at_once_make_once(tmp_path):
    """Who comes second waits and reads what the first has made."""
    made, started, results = [], threading.Barrier(2), []

    def make(folder):
        made.append(folder)
        threading.Event().wait(0.2)
        save(folder, TOY)

    def ask():
        started.wait()
        results.append(read_or_make(tmp_path / "toy", make))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(results)) == (1, 2)


def test_failure_leaves_nothing_half_made(tmp_path):
    """What making wrote before it failed is gone, and what a killed process left is no hindrance."""
    (tmp_path / "kept" / "toy.partial").mkdir(parents=True)
    (tmp_path / "kept" / "toy.partial" / "about.json").write_text("half")

    def fail(folder):
        save(folder, TOY)
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        read_or_make(tmp_path / "kept" / "toy", fail)
    assert [path.name for path in (tmp_path / "kept").iterdir() if path.suffix != ".lock"] == []


def test_groups_are_kept_beside_the_arrays(tmp_path):
    """A name for each test image; arrays without groups, damaged ones and ones of another length have none."""
    save(tmp_path / "grouped", TOY, groups=["indoors", ""])
    save(tmp_path / "plain", TOY, groups=["", ""])

    assert groups_of(tmp_path / "grouped") == ("indoors", "")
    assert groups_of(tmp_path / "plain") == ()
    for damaged in ("{", "[]", '["indoors"]', "1"):
        (tmp_path / "grouped" / "groups.json").write_text(damaged)
        assert groups_of(tmp_path / "grouped") == ()
