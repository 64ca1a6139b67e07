"""The heads on the encoder: acts and their standing, arguments, same act or not; and the roles of incidents (MUC-4).

All read the same vectors, so that one pass of the encoder serves them all. At run time they are a few small matrices
applied with numpy (``tidings.annotate.heads``): whatever is added here must be written there too.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.encoder import WIDTH
from training.examples import ARGUMENT_ROLES, STANDINGS

_PAIR, _SPAN, _DROPOUT = 96, 128, 0.1
INCIDENT_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon", "VictimDescription")
INCIDENT_TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
EFFECTS = ("DEATH", "INJURY", "REGAINED FREEDOM", "NO INJURY OR DEATH")
LONGEST = 18  # pieces of the longest span that is looked at
_PRIOR = -7.0  # log odds of a span to be anything, at the start


class Pairs(nn.Module):
    """Scores of pairs of pieces, one a label: a bilinear form of two projections, with a constant in each."""

    def __init__(self, labels: int, width: int, prior: float) -> None:
        super().__init__()
        self.left, self.right = nn.Linear(WIDTH, width), nn.Linear(WIDTH, width)
        self.form = nn.Parameter(torch.randn(labels, width + 1, width + 1) * 0.01)
        with torch.no_grad():
            self.form[:, -1, -1] = prior

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        """Vectors [n, 384] and [m, 384] (or with texts before) to scores [labels, n, m]."""
        return torch.einsum(
            "...ik,rkl,...jl->...rij", _with_one(self.left(left)), self.form, _with_one(self.right(right))
        )


def _with_one(projected: Tensor) -> Tensor:
    bent = functional.gelu(projected)
    return torch.cat([bent, torch.ones_like(bent[..., :1])], -1)


class RecordHeads(nn.Module):
    """Acts in RECORD terms: what a word tells, how it stands, who and what belongs to it, which words tell the same act."""

    def __init__(self, types: int, own: int) -> None:
        super().__init__()
        self.drop = nn.Dropout(_DROPOUT)
        self.types, self.own = nn.Linear(WIDTH, types + 1), nn.Linear(WIDTH, own + 1)  # the last is "tells no act"
        self.standing, self.happened = nn.Linear(WIDTH, len(STANDINGS)), nn.Linear(WIDTH, 1)
        self.arguments = Pairs(len(ARGUMENT_ROLES), _PAIR, prior=-3.0)
        self.same = Pairs(1, _PAIR, prior=0.0)


class IncidentHeads(nn.Module):
    """Incidents of MUC-4's kind: spans with a role, the types each belongs to, the types of the whole text."""

    def __init__(self) -> None:
        super().__init__()
        kinds = len(INCIDENT_TYPES)
        self.drop = nn.Dropout(_DROPOUT)
        self.spans = Pairs(len(INCIDENT_ROLES), _SPAN, prior=_PRIOR)
        self.look, self.peak = nn.Linear(WIDTH, kinds), nn.Linear(WIDTH, kinds)
        self.kind, self.kind_bias = nn.Parameter(torch.randn(kinds, WIDTH) * 0.02), nn.Parameter(torch.zeros(kinds))
        self.typed = nn.Sequential(
            nn.Linear(3 * WIDTH + kinds, 200), nn.GELU(), nn.Dropout(_DROPOUT), nn.Linear(200, kinds + len(EFFECTS))
        )  # fmt: skip

    def of_text(self, hidden: Tensor) -> Tensor:
        """All vectors of one text [pieces, 384] to log odds of each type [types]."""
        weights = self.look(hidden).softmax(0)
        gist = weights.T @ hidden
        peak = self.peak(hidden).logsumexp(0) - math.log(50)
        return (gist * self.kind).sum(-1) + self.kind_bias + peak

    def of_spans(self, hidden: Tensor, first: Tensor, last: Tensor, text: Tensor) -> Tensor:
        """Vectors of one window, ends of its spans, log odds of the text to log odds of types and effects [spans, 6 + 4]."""
        sums = torch.cat([torch.zeros(1, WIDTH), hidden.cumsum(0)])
        mean = (sums[last + 1] - sums[first]) / (last + 1 - first)[:, None]
        typed: Tensor = self.typed(torch.cat([hidden[first], hidden[last], mean, text.expand(len(first), -1)], -1))
        return typed
