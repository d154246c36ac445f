"""Whatever a visitor brings goes the real way: one clear sentence or a whole delivery, no file left, little memory."""

import json
import re
import subprocess
import sys

import pytest

from settings import ROOT
from tests.uploads.corpus import CORPUS
from tests.uploads.forged import GOOD, zipped

pytestmark = pytest.mark.slow

MOST_MEGABYTES = 500  # of the reading process above an idle one
ALWAYS = {"arrived", "deliveries/1/files.jsonl", "deliveries/1/originals.zip", "deliveries/1/thumbnails.npy"}


class Visitor:
    """A process that brings uploads, and keeps count of the memory that their reading takes."""

    def __init__(self, folder):
        self.folder, self.n_brought = folder, 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.uploads.visitor"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def brings(self, content, title):
        """What came of it."""
        self.n_brought += 1
        path = self.folder / str(self.n_brought) / "arrived"
        path.parent.mkdir()
        path.write_bytes(content)
        print(json.dumps([str(path), title]), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def leaves(self):
        """Ends the process."""
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


@pytest.fixture(scope="module")
def visitor(tmp_path_factory):
    """One visitor for the whole corpus, whose first upload is a good one: it tells what an idle reader takes."""
    visitor = Visitor(tmp_path_factory.mktemp("visitor"))
    visitor.idle = visitor.brings(zipped(GOOD), "good.zip")["peaks"]
    yield visitor
    visitor.leaves()


def test_there_is_enough_of_it():
    """The corpus has at least seventy uploads that are refused, wholly or in part, besides the mended."""
    refused = [bad for bad in CORPUS.values() if bad.sentence]
    assert len(refused) >= 100
    assert len(CORPUS) - len(refused) >= 40


def is_clear(sentence):
    """One line, short, plain, and to its end; nothing of Python's."""
    technical = r"Traceback|File \"|Error\b|Errno|0x[0-9a-f]{6}|<[a-z]+ object|NoneType"
    return bool(re.fullmatch(r".{20,398}\.", sentence)) and not re.search(technical, sentence)


@pytest.mark.parametrize("title", CORPUS)
def test_it_is_refused_or_mended(visitor, title):
    """The sentence or the places are those expected, nothing else is left, and memory stays where it was."""
    bad = CORPUS[title]
    came = visitor.brings(bad.write(), title)
    sentences = [came["sentence"]] if bad.accepted is None else [file["refused"] for file in came["files"]]
    refused = [sentence for sentence in sentences if sentence]
    assert all(is_clear(sentence) and re.search(bad.sentence, sentence) for sentence in refused), refused
    assert bool(refused) == bool(bad.sentence)
    assert tuple(file["place"] for file in came["files"] if not file["refused"]) == (bad.accepted or ())
    assert set(came["left"]) == (ALWAYS if bad.accepted else {"arrived"})
    (readers, own), (idle_reader, idle_own) = came["peaks"], visitor.idle
    assert readers - idle_reader < MOST_MEGABYTES
    assert own - idle_own < 30
