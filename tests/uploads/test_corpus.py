"""Whatever is uploaded becomes one clear sentence or a whole delivery; no file is left, and memory stays small."""

import re

import pytest

from tests.uploads.bad_images import IMAGES
from tests.uploads.bad_tars import TARS
from tests.uploads.bad_zips import ZIPS
from tests.uploads.corpus import CORPUS, EXHAUSTING
from tests.uploads.forged import GOOD, zipped
from tests.uploads.odd_names import NAMES
from tests.uploads.visitor import Visitor

pytestmark = pytest.mark.slow

MOST_MEGABYTES = {"alone": 500, "together": 300}  # of the reading process above an idle one
ALWAYS = {"arrived", "deliveries/1/files.jsonl", "deliveries/1/originals.zip", "deliveries/1/thumbnails.npy"}
UNPACKED = 500 * 2**20  # the usual limit would take four times as long to reach


@pytest.fixture(scope="module", params=["alone", "together"])
def visitor(request, tmp_path_factory):
    """A visitor whose first upload is a good one: it tells how much memory an idle reader takes."""
    visitor = Visitor(tmp_path_factory.mktemp("visitor"), request.param, max_unpacked_bytes=UNPACKED)
    visitor.how, visitor.idle = request.param, visitor.uploads(zipped(GOOD), "good.zip")["peaks"]
    yield visitor
    visitor.leaves()


def test_there_is_enough_of_it():
    """A hundred uploads are refused, wholly or in part, and forty are accepted all the same."""
    refused = [bad for bad in CORPUS.values() if bad.sentence]
    assert len(refused) >= 100
    assert len(CORPUS) - len(refused) >= 40
    assert set(EXHAUSTING) <= set(CORPUS)


def is_clear(sentence):
    """One line, short, plain, and to its end; nothing of Python's."""
    technical = r"Traceback|File \"|Error\b|Errno|0x[0-9a-f]{6}|<[a-z]+ object|NoneType"
    return bool(re.fullmatch(r".{20,398}\.", sentence)) and not re.search(technical, sentence)


def faults(visitor, bad):
    """What came otherwise than the corpus says: sentences, places of accepted files, files on disk, memory."""
    came = visitor.uploads(bad.write(), bad.title)
    sentences = [came["sentence"]] if bad.accepted is None else [file["refused"] for file in came["files"]]
    refused = [sentence for sentence in sentences if sentence]
    accepted = tuple(file["place"] for file in came["files"] if not file["refused"])
    found = [sentence for sentence in refused if not (is_clear(sentence) and re.search(bad.sentence, sentence))]
    found += [f"refused {refused}"] if bool(refused) != bool(bad.sentence) else []
    found += [f"accepted {accepted}"] if accepted != (bad.accepted or ()) else []
    found += [f"left {came['left']}"] if set(came["left"]) != (ALWAYS if bad.accepted else {"arrived"}) else []
    (child, own), (idle_child, idle_own) = came["peaks"], visitor.idle
    grown = (child - idle_child, own - idle_own) if visitor.how == "alone" else (own - idle_own, 0)
    found += [f"took {grown} megabytes"] if grown[0] > MOST_MEGABYTES[visitor.how] or grown[1] > 30 else []
    return found


@pytest.mark.parametrize("visitor", ["together"], indirect=True)
@pytest.mark.parametrize("kind", [ZIPS, TARS, IMAGES, NAMES], ids=["zips", "tars", "images", "names"])
def test_all_are_refused_or_mended(visitor, kind):
    """The sentence or the places are those expected, nothing else is left, and memory stays where it was."""
    found = {bad.title: faults(visitor, bad) for bad in kind if bad.title not in EXHAUSTING}
    assert {title: some for title, some in found.items() if some} == {}


@pytest.mark.parametrize("visitor", ["alone"], indirect=True)
@pytest.mark.parametrize("title", EXHAUSTING)
def test_an_exhausting_one_is_refused_or_mended(visitor, title):
    """The same of those that could exhaust a process, in one of their own."""
    assert faults(visitor, CORPUS[title]) == []
