"""Words that may fill a role: what the heads and the rules found of one text, together."""

from __future__ import annotations

from evals.common import article, plan
from evals.muc4_candidates import Found, candidates, normal
from evals.muc4_heads import Filler, Reading

TEXT = "Gunmen of the Harbour Front threw a grenade at the town hall. The Harbour Front said so."


def filler(words: str, role: str, chance: float, after: int = 0) -> Filler:
    start = TEXT.index(words, after)
    return Filler(
        role=role,
        start=start,
        end=start + len(words),
        chance=chance,
        types=(0.9, 0.1, 0.1, 0.1, 0.1, 0.1),
        effects=(0.25,) * 4,
    )


def test_a_string_is_one_candidate_with_all_its_places() -> None:
    """The rule that points at its head joins it; a role that only a rule sees is a candidate too."""
    annotations = plan().layers(article(TEXT, None), ("annotations",))["annotations"]
    fillers = (filler("Harbour Front", "PerpOrg", 0.9), filler("Harbour Front", "PerpOrg", 0.5, after=40))
    head = next(token.index for token in annotations.parse.tokens if token.text == "Front")
    gunmen = next(token for token in annotations.parse.tokens if token.text == "Gunmen")
    rules = (
        Found(role="PerpOrg", start=14, end=27, head=head, chance=0.8),
        Found(role="PerpInd", start=gunmen.start, end=gunmen.end, head=gunmen.index, chance=0.6),
    )
    found = {each.role: each for each in candidates(annotations, Reading(types=(0.9,) * 6, fillers=fillers), rules, ())}
    assert set(found) == {"PerpOrg", "PerpInd"}
    assert len(found["PerpOrg"].spans) == 2
    assert found["PerpOrg"].rules == [rules[0]]
    assert found["PerpInd"].best is None
    assert "odds >= 2" in found["PerpOrg"].signs
    assert "odds >= -4" not in found["PerpInd"].signs


def test_articles_and_marks_make_no_other_string() -> None:
    assert normal('The "Harbour  Front"') == normal("harbour front")
