"""Web Annotations: each ledger value on its words, by position and by quotation."""

from __future__ import annotations

import json

import jsonschema

from tests.unit.export.told import Text, view
from tidings.export.annotations import write
from tidings.export.losses import Losses
from tidings.export.profiles import Safety, release

TEXT = "Officials said that a shell killed 12 people in Tarn Ford 😀 on Thursday, and the road was closed. " * 4
ANNOTATION = {
    "type": "object",
    "required": ["id", "type", "motivation", "body", "target"],
    "properties": {
        "id": {"type": "string", "pattern": "^urn:"},
        "type": {"const": "Annotation"},
        "motivation": {"const": "identifying"},
        "body": {"type": "array", "minItems": 1},
        "target": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["source", "selector"],
                "properties": {
                    "source": {"required": ["id", "type"]},
                    "selector": {
                        "minItems": 2,
                        "prefixItems": [
                            {"required": ["type", "exact"], "properties": {"type": {"const": "TextQuoteSelector"}}},
                            {
                                "required": ["type", "start", "end"],
                                "properties": {"type": {"const": "TextPositionSelector"}},
                            },
                        ],
                    },
                },
            },
        },
    },
}


def shelled():
    told = Text(TEXT, url="https://courier.example/1")
    return view([
        told.tells(
            "shelling", TEXT[:350], place=told.place("Tarn Ford"), counts=[told.count("12 people", 12, 12, 12, by="Officials")],
            said=[told.said("Officials", "official")],
        )
    ])  # fmt: skip


def written(shown):
    losses = Losses()
    return json.loads(b"".join(write(shown, losses))), losses.all()


def test_a_collection_of_annotations_of_the_recommendation():
    """JSON-LD with its context, a total, one page, and annotations that hold to the shape."""
    found, _ = written(shelled())
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert found["type"] == "AnnotationCollection"
    items = found["first"]["items"]
    assert found["total"] == len(items) == len(shelled().events[0].ledger)
    for item in items:
        jsonschema.validate(item, ANNOTATION)


def test_position_and_quotation_agree():
    """Code points, also behind a letter outside the basic plane; what stands around is no longer than it needs to be."""
    found, _ = written(shelled())
    for item in found["first"]["items"]:
        for target in item["target"]:
            quote, position = target["selector"]
            assert TEXT[position["start"] : position["end"]] == quote["exact"]
            assert len(quote["exact"]) <= 300
            assert TEXT[: position["start"]].endswith(quote["prefix"])
            assert TEXT[position["end"] :].startswith(quote["suffix"])
            assert max(len(quote["prefix"]), len(quote["suffix"])) <= 32


def test_the_body_says_field_value_and_speaker():
    """As a tag, with unknown bounds as question marks."""
    found, _ = written(shelled())
    bodies = [[each["value"] for each in item["body"] if "value" in each] for item in found["first"]["items"]]
    assert ["counts.killed.civilians=12/12/12", "said by Officials"] in bodies


def test_the_article_is_the_source():
    """By its id, which hashes its text, with its address beside it."""
    found, _ = written(shelled())
    source = found["first"]["items"][0]["target"][0]["source"]
    assert source["id"].startswith("urn:tidings:a1:")
    assert source["via"] == "https://courier.example/1"


def test_outside_the_house_nothing_around_a_quote_is_shown():
    """Without the article there is no prefix and no suffix; a value without words is noted."""
    shown = release("partner", shelled(), Safety(protected=("Halden Courier",))).view
    found, losses = written(shown)
    assert found["total"] == 0
    assert "first" not in found
    assert {loss.rule for loss in losses} == {"an annotation needs words to stand on"}
    found, _ = written(release("partner", shelled(), Safety()).view)
    assert all("prefix" not in target["selector"][0] for item in found["first"]["items"] for target in item["target"])
