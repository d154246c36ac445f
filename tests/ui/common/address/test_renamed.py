"""Addresses that people kept still work after a rename."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl, urlencode

import pytest

from charts.common.style import look
from ui.common.address.renamed import CHOICES, NAMES, OldAddresses, renew


def opened(query, kind="http"):
    """The status and the headers with which a page at this address is answered."""

    async def page(scope, receive, send):
        await send({"type": f"{kind}.response.start", "status": 200, "headers": []})

    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "path": "/timing", "query_string": query.encode(), "headers": []}
    with ThreadPoolExecutor(1) as thread:  # this thread may have another event loop, of a browser test
        thread.submit(lambda: asyncio.run(OldAddresses(page)(scope, None, send))).result()
    return sent[0]["status"], dict(sent[0]["headers"])


def test_old_names_and_choices_get_their_new_ones():
    """Every entry of both tables, several values of one name, and the labels of the SVM."""
    for old, new in NAMES.items():
        assert parse_qsl(renew(f"seeds=3&{old}=Digits")) == [("seeds", "3"), (new, "Digits")]
    for old, new in CHOICES.items():
        assert parse_qsl(renew(urlencode({"part": old}))) == [("part", new)]
    labels = "learners=Features+made+by+hand+%2B+SVM&learners=CNN&mistakes-who=Features+by+hand+%2B+SVM"
    new = [("learners", look("svm").label), ("learners", "CNN"), ("mistakes-who", look("svm").short)]
    assert parse_qsl(renew(labels)) == new


def test_an_old_address_is_redirected_once():
    """To the same page, whatever path a proxy serves it under; a websocket is left alone."""
    status, headers = opened("part=Features+by+hand&pictures=Digits")

    assert status == 307
    assert headers[b"location"] == b"?part=Handcrafted+features&images=Digits"
    assert opened(headers[b"location"].decode()[1:])[0] == 200
    assert opened("pictures=Digits", "websocket")[0] == 200


@pytest.mark.parametrize("written", ["1", "on", "True"])
def test_a_switch_may_be_turned_on_by_hand(written):
    """Projector size and the divided sweep, in the ways in which people write yes; other values stay."""
    assert renew(f"projector={written}&divide={written}&seeds=1") == "projector=true&divide=true&seeds=1"
    assert renew("projector=false&seeds=1") == "projector=false&seeds=1"


@pytest.mark.parametrize("query", ["", "dataset=Digits&sizes=100&sizes=200", "part=%3Cb%3E&x=", "&&=%FF"])
def test_other_addresses_stay_as_they_are(query):
    """Unchanged to the letter, so that no page is redirected to itself."""
    assert renew(query) == query
    assert opened(query)[0] == 200
