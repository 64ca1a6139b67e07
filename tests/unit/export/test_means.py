"""The means of an event: what it was done with, and not what it hit."""

from __future__ import annotations

from msgspec.structs import replace

from tests.unit.export.told import Text
from tidings.export.means import means_used
from tidings.model.values import Means


def test_what_was_hit_is_no_means():
    """Jets that destroyed two mortar systems fired no mortar; a mortar that the text also tells of as firing stays one."""
    text = Text("Jets destroyed two mortar systems near Qadra on Thursday. Mortar fire had come from there.")
    counts = [text.count("two mortar systems", 2, 2, 2, kind="destroyed", group="things")]
    member = text.tells("air_strike", "Jets destroyed two mortar systems near Qadra", counts=counts)

    def told(*quotes):
        means = (Means(name="aircraft", evidence=text.at("Jets")), Means(name="mortar", evidence=text.at(*quotes)))
        return list(means_used([replace(member, account=replace(member.account, means=means))]))

    assert told("mortar") == ["aircraft"]
    assert told("mortar", "Mortar") == ["aircraft", "mortar"]
