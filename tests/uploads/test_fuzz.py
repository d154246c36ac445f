"""No bytes at all make the reading of archives fail in any other way than by its one kind of sentence."""

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalogue.entries import UnusableDataset
from catalogue.files.limits import Limits
from catalogue.files.members import members
from tests.uploads.bad_zips import many_entries
from tests.uploads.forged import entry, headed, special, tarred, zipped

pytestmark = pytest.mark.slow

SMALL = Limits(20_000, 40_000, 20, 5, 10_000, 5, 10.0, image_bytes=4_000)
FILES = {"cats/1.png": b"\x89PNG" + bytes(40), "Kätzchen/2.png": b"2" * 30, "d" * 120 + "/3.png": b"", "../4": b"4"}
LINK = [(special("5", tarfile.SYMTYPE, linkname="cats/1.png"), b"")]

ZIPS = [
    zipped(FILES),
    zipped(FILES, zipfile.ZIP_STORED),
    zipped(FILES, zipfile.ZIP_BZIP2),
    zipped([*FILES.items(), (entry("5", 0o120777), b"x")]),
    many_entries(3),
]
TARS = [
    tarred(FILES, form=tarfile.PAX_FORMAT),
    tarred(FILES, form=tarfile.GNU_FORMAT),
    tarred([*FILES.items(), *LINK]),
]
PACKED = [pack(tar) for pack in (gzip.compress, bz2.compress, lzma.compress) for tar in TARS]

CHANGE = struct.Struct(">HbB2s")
CHANGES = st.binary(max_size=5 * CHANGE.size)
EXTREMES = [struct.pack("<L", n) for n in (0, 1, 2**15, 2**16 - 1, 2**31 - 1, 2**31, 2**32 - 1)] + [
    bytes(40),
    bytes(512),
]


def mutated(content, changes):
    """The archive with a few bytes or an extreme number put into it, in the place of none, as many or more of its own.

    The changes are read from bytes, six for each, since Hypothesis draws those ten times as fast as lists of tuples.
    """
    for part, longer, which, noise in CHANGE.iter_unpack(changes[: len(changes) // CHANGE.size * CHANGE.size]):
        start = part * len(content) // 2**16
        piece = EXTREMES[which] if which < len(EXTREMES) else noise
        content = content[:start] + piece + content[start + max(0, len(piece) + (longer // 16 if longer % 2 else 0)) :]
    return content


def summed(content):
    """The tar with the right sum in each header: without it, hardly a change would be looked at."""
    blocks = [content[start : start + 512] for start in range(0, len(content), 512)]
    return b"".join(headed(block) if block[257:262] == b"ustar" else block for block in blocks)


@pytest.fixture(scope="module")
def arrived(tmp_path_factory):
    """One file, written anew for each example."""
    return tmp_path_factory.mktemp("fuzz") / "arrived"


def check(arrived, content):
    """Every member, or UnusableDataset; members within the limits, and sentences that are one line."""
    arrived.write_bytes(content)
    try:
        found = list(members(arrived, SMALL, "my.zip"))
    except UnusableDataset as error:
        sentences = [str(error)]
    else:
        assert len(found) <= SMALL.files
        assert sum(len(member.content or b"") for member in found) <= SMALL.unpacked_bytes
        assert all((member.content is None) == bool(member.refused) for member in found)
        sentences = [member.refused for member in found if member.refused]
    assert all(sentence.endswith(".") and len(sentence.splitlines()) == 1 for sentence in sentences)


def fuzzed(n):
    """The same examples each time."""
    unhurried = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    return settings(max_examples=n, deadline=None, derandomize=True, database=None, suppress_health_check=unhurried)


@fuzzed(1_000)
@given(st.sampled_from(ZIPS), CHANGES)
def test_changed_zips(arrived, content, changes):
    """1,000 of them: their lists, their headers, their contents."""
    check(arrived, mutated(content, changes))


@fuzzed(1_000)
@given(st.sampled_from(TARS), CHANGES, st.sampled_from([bytes, summed, lambda content: gzip.compress(summed(content))]))
def test_changed_tars(arrived, content, changes, finished):
    """1,000 of them: two thirds with checksums that fit the change, half of these packed."""
    check(arrived, finished(mutated(content, changes)))


@fuzzed(500)
@given(st.sampled_from(PACKED), CHANGES)
def test_changed_streams(arrived, content, changes):
    """500 tars that were changed after they were packed."""
    check(arrived, mutated(content, changes))


@fuzzed(500)
@given(
    st.sampled_from([b"", b"PK\3\4", b"PK\5\6", b"\x1f\x8b", b"BZh9", b"\xfd7zXZ\0", bytes(512)]),
    st.binary(max_size=2_000),
)
@example(b"", b"")
def test_noise(arrived, start, content):
    """500 of nothing in particular, most of which begin like an archive."""
    check(arrived, start + content)
