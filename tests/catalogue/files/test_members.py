"""An archive's files come one by one, whatever the packing, and each limit holds to the byte."""

import bz2
import dataclasses
import gzip
import io
import lzma
import tarfile

import pytest

from catalogue.entries import UnusableDataset
from catalogue.files.limits import Limits
from catalogue.files.members import members
from tests.uploads.bad_tars import TAR
from tests.uploads.forged import GOOD, image, tarred, zipped
from uploads.limits import limits

PACKINGS = {
    "zip": lambda files: zipped(files),
    "tar": lambda files: tarred(files),
    "tar of GNU": lambda files: tarred(files, form=tarfile.GNU_FORMAT),
    "tar.gz": lambda files: gzip.compress(tarred(files)),
    "tar.bz2": lambda files: bz2.compress(tarred(files)),
    "tar.xz": lambda files: lzma.compress(tarred(files)),
}


@pytest.fixture
def read(tmp_path):
    """All members of an archive that is given as bytes."""

    def one(content, **changed):
        (tmp_path / "arrived").write_bytes(content)
        return list(members(tmp_path / "arrived", dataclasses.replace(limits(), **changed), "my.zip"))

    return one


def test_every_packing_gives_the_same(read):
    """Names, also long and foreign ones, and contents, in their order; folders are no files."""
    files = GOOD | {f"Kätzchen/{'n' * 80}.png": b"\0" * 5_000, f"{'d' * 60}/" * 3 + "1.png": image(3), "a": b""}
    for pack in PACKINGS.values():
        found = [(member.place, member.content, member.refused) for member in read(pack(files))]
        assert found == [(*file, "") for file in files.items()]


def test_the_progress_grows_to_one(read):
    """For a bar that shows the progress; a stream is read ahead by up to a tenth of a second's worth."""
    for pack in PACKINGS.values():
        progress = [member.progress for member in read(pack({f"{n}.png": image(n) for n in range(50)}))]
        assert progress == sorted(progress)
        assert 0 < progress[0] <= progress[-1] <= 1


def test_folders_are_no_files(read):
    """In zips and tars, with slashes and backslashes."""
    folder = tarfile.TarInfo("cats")
    folder.type = tarfile.DIRTYPE
    assert read(tarred([(folder, b""), ("cats/1.png", b"1")]))[0].place == "cats/1.png"
    assert len(read(zipped({"cats/": b"", "dogs\\": b"", "cats/1.png": b"1"}))) == 1


def test_a_refused_file_keeps_its_place_and_has_no_content(read):
    """So that nothing is silently dropped, and nothing of it is looked at."""
    (member,) = read(zipped({"../../1.png": b"1"}))
    assert (member.place, member.content) == ("../../1.png", None)
    assert member.refused.startswith("1.png has a path that leads out of the archive")


def test_each_limit_of_the_whole_holds_to_one(read):
    """As many as allowed are read; one more, and the sentence says what is too much."""
    for packing, pack in PACKINGS.items():
        content = pack(GOOD)
        unpacked = sum(map(len, GOOD.values())) if packing == "zip" else len(tarred_by(packing))
        for limit, most, sentence in (
            ("files", 2, "my.zip holds more than 1 files: please upload fewer."),
            ("arrived_bytes", len(content), "my.zip has more than .*: please upload fewer at once."),
            ("unpacked_bytes", unpacked, "my.zip unpacks to more than .*: please upload fewer or smaller images."),
        ):
            assert len(read(content, **{limit: most})) == 2, packing
            with pytest.raises(UnusableDataset, match=sentence):
                read(content, **{limit: most - 1})


def tarred_by(packing):
    """The tar that is packed."""
    return tarred(GOOD, form=tarfile.GNU_FORMAT) if packing == "tar of GNU" else tarred(GOOD)


def test_one_file_too_large_refuses_only_itself(read):
    """A file of just the size that is allowed is read, one with a byte more is not."""
    for pack in PACKINGS.values():
        found = read(pack({"a": b"x" * 1024, "b": b"x" * 1025, "c": b"x"}), image_bytes=1024)
        assert [one.refused for one in found] == ["", "b has more than 1 kB: please make the image smaller.", ""]


def test_no_beginning_of_an_archive_passes_for_the_whole(read):
    """Wherever it was cut; of the many zeros that end a tar, a few are enough."""
    for pack in PACKINGS.values():
        content = pack(GOOD).rstrip(b"\0")
        for part in (0.1, 0.3, 0.5, 0.7, 0.9, 0.999):
            with pytest.raises(UnusableDataset, match=r"^my\.zip is "):
                read(content[: int(part * len(content))])


def test_what_follows_is_read_when_it_is_asked_for(tmp_path):
    """One image at a time is in memory: a damaged end is found only there."""
    (tmp_path / "arrived").write_bytes(TAR[: TAR.index(b"dogs/1.png")])
    following = members(tmp_path / "arrived", limits(), "my.tar")
    assert next(following).place == "cats/1.png"
    with pytest.raises(UnusableDataset, match="not complete"):
        next(following)


def test_an_archive_is_told_by_its_bytes(read):
    """Random noise, one image and nothing at all are no archive, whatever they are called."""
    for content, sentence in (
        (b"", "is empty"),
        (image(), "is one image"),
        (b"noise" * 99, "is another kind of file"),
    ):
        with pytest.raises(UnusableDataset, match=sentence):
            read(content)


def test_limits_are_those_given():
    """Nothing in reading asks the settings behind the caller's back."""
    assert Limits(1, 1, 1, 1, 1, 1, 1.0).image_bytes == limits().image_bytes


def test_streams_are_read_without_their_end_in_memory(tmp_path):
    """A file that is passed over costs no more memory than a piece of it."""
    big = tarfile.TarInfo("big.png")
    big.size = 70 * 2**20
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz", compresslevel=1) as archive:
        archive.addfile(big, io.BytesIO(bytes(big.size)))
    (tmp_path / "arrived").write_bytes(content.getvalue())
    (member,) = members(tmp_path / "arrived", limits(), "my.tar")
    assert member.content is None


def test_a_link_to_nowhere_is_told_alike_in_a_folder_and_a_tar(tmp_path):
    """One to a file that is gone, and one to itself: neither leads out."""
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "gone.png").symlink_to("nowhere.png")
    (folder / "own.png").symlink_to("own.png")
    (folder / "out.png").symlink_to("../secret.png")
    with tarfile.open(tmp_path / "set.tar", "w") as archive:
        archive.add(folder, "")
    places = folder, tmp_path / "set.tar"
    folder_told, tar_told = (sorted(one.refused for one in members(path, limits(), "set")) for path in places)
    assert folder_told == tar_told
    assert ["leads out" in sentence for sentence in folder_told] == [False, True, False]
