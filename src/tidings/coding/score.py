"""How sure an account is: one score for what the rules found and what the trained heads say of the same words.

Signs of both are weighed by ``account_points.yaml``, which is fitted on our own annotated sentences, read by heads that had not
seen them (``training/account_points.py``); docs/method/quality.md shows how often accounts of each score are right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from tidings.coding.draft import Draft
from tidings.coding.scene import Scene
from tidings.coding.triggers import Trigger
from tidings.model.coding import Account
from tidings.model.mentions import ActMention
from tidings.reference.points import ladder, load_points, odds, probability, shares

RULES, HEADS = "rules/1", "heads/1"  # what found an account: a pattern, or the heads alone
TOLLS = frozenset({"killed", "injured", "casualties", "abducted", "detained", "captured", "displaced"})
_SHOWN = 4  # signs that an explanation names
_WORTH_A_WORD = 0.1  # log odds


def scored(scene: Scene, account: Account, drafts: Sequence[Draft]) -> Account:
    """The account with its score in [0, 1], to hundredths, and the signs that weigh most in plain words."""
    table, signs = load_points("account_points"), tuple(signs_of(scene, account, drafts))
    weighty = [(name, points) for name, points in shares(table, signs) if abs(points) >= _WORTH_A_WORD]
    why = "; ".join(f"{name} {points:+.1f}" for name, points in weighty[:_SHOWN])
    ruled = any(draft.happening.is_ruled for draft in drafts)
    return replace(
        account, score=round(probability(table, signs), 2), reasons=replace(account.reasons, score=why or None),
        producer=RULES if ruled else HEADS,
    )  # fmt: skip


def signs_of(scene: Scene, account: Account, drafts: Sequence[Draft]) -> Iterator[str]:
    """All signs of an account that these drafts tell: those of the rules, then those of the heads."""
    triggers = [trigger for draft in drafts for trigger in draft.happening.triggers]
    yield f"rule: {_strongest(triggers)}"
    yield f"type {account.type}"
    yield f"reads as {account.polarity} {account.reality}"
    yield f"told {min(3, len(drafts))} times"
    yield "a doer is named" if account.actors else "no doer is named"
    yield "somebody hit is named" if account.recipients else "nobody hit is named"
    yield f"place {account.place.precision if account.place else 'not named'}"
    yield "dated" if account.date.start is not None else "not dated"
    if any(count.kind in TOLLS for count in account.counts):
        yield "a toll"
    if account.means:
        yield "means are named"
    acts = list(_acts(scene, triggers))
    if not acts:
        yield "heads: no act"
        return
    yield from ladder("heads: an act", odds(max(act.chance for act in acts)))
    of_type = max((chance for act in acts for name, chance in act.types if name == account.type), default=0.0)
    yield from ladder("heads: this type", odds(of_type))
    if all(act.types[0][0] != account.type for act in acts):
        yield "heads: another type"


def _strongest(triggers: Sequence[Trigger]) -> str:
    ruled = [trigger for trigger in triggers if trigger.by == "pattern"]
    if not ruled:
        return "none"
    kinds = {"weak" if trigger.weak else "effect" if trigger.effect else "strong" for trigger in ruled}
    kind = next(name for name in ("strong", "effect", "weak") if name in kinds)
    return f"{kind} {'verb' if any(trigger.verb for trigger in ruled) else 'noun'}"


def _acts(scene: Scene, triggers: Sequence[Trigger]) -> Iterator[ActMention]:
    """What the heads say of the triggers and the words beside them ("opened fire")."""
    for trigger in triggers:
        for token in (trigger.token - 1, trigger.token, trigger.token + 1):
            act = scene.act_at(token)
            if act is not None:
                yield act
