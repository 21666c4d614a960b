import json
import math

import numpy as np
import pytest

from townbell.opinion.published import SCHEMA, PublishedError, load_published, rounded, sealed


def test_numbers_become_plain_and_rounded():
    given = [np.float64(0.123456), np.int64(3), np.array([1.00009, -0.00001]), (True, "a", None)]

    assert rounded(given) == [0.1235, 3, [1.0001, 0.0], [True, "a", None]]
    assert math.copysign(1, rounded(-0.0)) == 1
    assert rounded([np.nan, np.inf]) == [None, None]


def test_arrays_are_rounded_as_their_numbers_are():
    table = np.array([[0.123456, -0.00001], [np.nan, 7.0]])

    assert rounded(table) == [[0.1235, 0.0], [None, 7.0]]
    assert rounded(table.astype(np.float32)) == [[0.1235, 0.0], [None, 7.0]]
    assert rounded(np.array([["a"], [None]], dtype=object)) == [["a"], [None]]
    assert rounded(np.empty((0, 2))) == []


def test_document_reads_back_the_same():
    document = sealed({"schema": SCHEMA, "text": "¿Más autobuses? 🔔", "share": 0.25})

    assert load_published(json.dumps(document)) == document
    assert load_published(json.dumps(document, indent=2, sort_keys=True)) == document


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"share": 0.26}, "not those the SHA-256"),
        ({"sha256": "0" * 64}, "not those the SHA-256"),
        ({"more": 1}, "not those the SHA-256"),
        ({"schema": "townbell opinion 0"}, "not an analysis of the form"),
    ],
)
def test_changed_document_is_refused(change, said):
    document = sealed({"schema": SCHEMA, "share": 0.25}) | change

    with pytest.raises(PublishedError, match=said):
        load_published(json.dumps(document))


@pytest.mark.parametrize("text", ["", "[1]", "{", "null", b"\xff", "[" * 100_000])
def test_what_is_not_an_analysis_is_refused(text):
    with pytest.raises(PublishedError):
        load_published(text)
