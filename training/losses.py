"""What is asked of the heads: one loss for windows of the record sets, one for texts of incidents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from training.corpora import covered
from training.examples import ARGUMENT_ROLES, STANDINGS
from training.heads import INCIDENT_TYPES, LONGEST, IncidentHeads, RecordHeads
from training.incidents import Text
from training.pieces import Window

_AT_LEAST = 8.0  # words that a batch counts as marked, so that a batch with few does not shout
Add = Callable[[str, Tensor, float], None]
_QUIET = 0.1  # weight of words that tell nothing, of which there are some thirty for each that does


class Labels:
    """The labels of the record heads, and which of them a word of a set may have."""

    def __init__(self, types: Sequence[str], own: Sequence[str]) -> None:
        self.types, self.own = tuple(types), tuple(own)
        self._type_at = {name: number for number, name in enumerate(types)}
        self._own_at = {name: number for number, name in enumerate(own)}

    def allowed(self, types: Sequence[str]) -> Tensor:
        """A mask over the types and "none": those given, or none where nothing is given."""
        mask = torch.zeros(len(self.types) + 1, dtype=torch.bool)
        mask[[self._type_at[name] for name in types] or [len(self.types)]] = True
        return mask

    def unmarked(self, name: str) -> Tensor:
        """A mask for a word without a mark in a set: "none", and every type that the set does not mark."""
        mask = torch.zeros(len(self.types) + 1, dtype=torch.bool)
        known = covered(name)
        mask[[number for number, kind in enumerate(self.types) if known and kind not in known]] = True
        mask[len(self.types)] = True
        return mask

    def own_at(self, name: str | None) -> int:
        """The number of a type of WikiEvents, or of "none"."""
        return self._own_at.get(name or "", len(self.own))


def record_loss(heads: RecordHeads, hidden: Tensor, batch: Sequence[Window], labels: Labels) -> Mapping[str, Tensor]:
    """The losses of a batch of windows, by head; ``hidden`` [windows, 1 + pieces, 384] with the mark at its front."""
    parts: dict[str, list[Tensor]] = {}
    weights: dict[str, float] = {}

    def add(name: str, loss: Tensor, weight: float) -> None:
        parts.setdefault(name, []).append(loss)
        weights[name] = weights.get(name, 0.0) + weight

    for window, vectors in zip(batch, heads.drop(hidden), strict=True):
        marked = {word: trigger for words, trigger in window.triggers for word in words}
        at = list(window.words) if {"types", "own"} & window.complete else sorted(marked)
        if at and window.set in ("own", "wikievents", "rams", "plover"):
            told = functional.log_softmax(heads.types(vectors[[word + 1 for word in at]]), -1)
            quiet = labels.unmarked(window.set)
            masks = torch.stack([labels.allowed(marked[word].types) if word in marked else quiet for word in at])
            scale = torch.tensor([1.0 if word in marked else _QUIET for word in at])
            add("types", -(told.masked_fill(~masks, -1e9).logsumexp(-1) * scale).sum(), float(scale.sum()))
        if at and window.set == "wikievents":
            scores = heads.own(vectors[[word + 1 for word in at]])
            wanted = torch.tensor(
                [labels.own_at(marked[word].own) if word in marked else len(labels.own) for word in at]
            )
            scale = torch.tensor([1.0 if word in marked else _QUIET for word in at])
            add("own", (functional.cross_entropy(scores, wanted, reduction="none") * scale).sum(), float(scale.sum()))
        _standing(heads, vectors, window, add)
        _pairs(heads, vectors, window, add)
    return {name: torch.stack(losses).sum() / (weights[name] + _AT_LEAST * 0.25) for name, losses in parts.items()}


def _standing(heads: RecordHeads, vectors: Tensor, window: Window, add: Add) -> None:
    held = [
        (word, trigger.standing) for words, trigger in window.triggers for word in words if trigger.standing is not None
    ]
    if held:
        wanted = torch.tensor([[float(name in standing) for name in STANDINGS] for _, standing in held])
        scores = heads.standing(vectors[[word + 1 for word, _ in held]])
        add("standing", functional.binary_cross_entropy_with_logits(scores, wanted, reduction="sum"), len(held))
    happened = [(words[0], trigger.happened) for words, trigger in window.triggers if trigger.happened is not None]
    if happened:
        scores = heads.happened(vectors[[word + 1 for word, _ in happened]])[:, 0]
        add("happened", functional.smooth_l1_loss(scores, torch.tensor([value for _, value in happened]), reduction="sum"), len(happened))  # fmt: skip


def _pairs(heads: RecordHeads, vectors: Tensor, window: Window, add: Add) -> None:
    heads_of = [words[-1] + 1 for words, _ in window.triggers]
    if "arguments" in window.complete and window.triggers:
        wanted = torch.zeros(len(ARGUMENT_ROLES), len(heads_of), len(window.words))
        place = {word: number for number, word in enumerate(window.words)}
        for trigger, words, role in window.arguments:
            for word in words:
                wanted[ARGUMENT_ROLES.index(role), trigger, place[word]] = 1
        scores = heads.arguments(vectors[heads_of], vectors[[word + 1 for word in window.words]])
        asked = torch.ones(len(ARGUMENT_ROLES), dtype=torch.bool)
        if window.set != "own":  # other sets mark no dates and no counts
            asked[[ARGUMENT_ROLES.index(role) for role in ("date", "killed", "injured", "people", "speaker")]] = False
        loss = functional.binary_cross_entropy_with_logits(scores[asked], wanted[asked], reduction="sum")
        add("arguments", loss, float(wanted.sum()) + len(heads_of))
    chains = [trigger.chain for _, trigger in window.triggers]
    if len(chains) > 1 and None not in chains:
        scores = heads.same(vectors[heads_of], vectors[heads_of])[0]
        wanted = torch.tensor([[float(one == other) for other in chains] for one in chains])
        upper = torch.triu(torch.ones_like(wanted), 1).bool()
        both = (scores + scores.T)[upper] / 2
        add("same", functional.binary_cross_entropy_with_logits(both, wanted[upper], reduction="sum"), len(both))


def incident_loss(
    heads: IncidentHeads, hidden: Tensor, mask: Tensor, batch: Sequence[Text], of: Sequence[tuple[int, int, int]]
) -> Mapping[str, Tensor]:
    """The losses of a batch of texts; ``of`` gives for each row of ``hidden`` its text and the pieces [start, end) it holds."""
    vectors = heads.drop(hidden)
    scores = heads.spans(vectors, vectors)
    length = hidden.shape[1]
    distance = torch.arange(length)[None] - torch.arange(length)[:, None]
    valid = ((distance >= 0) & (distance < LONGEST))[None] & mask[:, :, None].bool() & mask[:, None, :].bool()
    wanted = torch.zeros_like(scores)
    texts = torch.stack(
        [
            heads.of_text(
                torch.cat(
                    [hidden[row][: 2 + end - start] for row, (text, start, end) in enumerate(of) if text == number]
                )
            )
            for number in range(len(batch))
        ]
    )
    typed: list[Tensor] = []
    effects: list[Tensor] = []
    for row, (number, start, end) in enumerate(of):
        spans = [span for span in batch[number].spans if span.first >= start and span.last < end]
        for span in spans:
            wanted[row, span.role, span.first - start + 1, span.last - start + 1] = 1
        if not spans:
            continue
        first = torch.tensor([span.first - start + 1 for span in spans])
        last = torch.tensor([span.last - start + 1 for span in spans])
        found = heads.of_spans(hidden[row], first, last, texts[number].detach())
        kinds = torch.tensor([[float(kind in span.types) for kind in range(len(INCIDENT_TYPES))] for span in spans])
        typed.append(
            functional.binary_cross_entropy_with_logits(found[:, : len(INCIDENT_TYPES)], kinds, reduction="none").sum(
                -1
            )
        )
        known = [place for place, span in enumerate(spans) if span.effect is not None]
        if known:
            became = torch.tensor([span.effect for span in spans if span.effect is not None])
            effects.append(functional.cross_entropy(found[known, len(INCIDENT_TYPES) :], became, reduction="none"))
    kinds = torch.tensor([[float(kind in text.types) for kind in range(len(INCIDENT_TYPES))] for text in batch])
    every = functional.binary_cross_entropy_with_logits(scores, wanted, reduction="none") * valid[:, None]
    losses = {
        "spans": every.sum() / len(batch) * 0.5,
        "text": functional.binary_cross_entropy_with_logits(texts, kinds, reduction="sum") / len(batch),
    }
    if typed:
        losses["typed"] = torch.cat(typed).mean()
    if effects:
        losses["effects"] = torch.cat(effects).mean() * 0.5
    return losses
