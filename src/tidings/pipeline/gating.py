"""The note on an article that the gate stops: it is kept, says so, and has nothing coded."""

from __future__ import annotations

from tidings.annotate.gate import find_conflict
from tidings.model.coding import GATE, Failure
from tidings.reference.gate_words import GateWords


def stopped_by(words: GateWords, text: str) -> Failure | None:
    """Why a text is passed over, in plain words with those of the text that came nearest; ``None`` when it is to be coded."""
    gate = find_conflict(text, words)
    if gate.passes:
        return None
    nearest = " and ".join(f"“{telling.evidence.quote}”" for telling in gate.words)
    why = (
        f"no sentence has more of it than {nearest} ({gate.score:g} of {gate.least:g})"
        if nearest
        else "no word speaks of it"
    )
    return Failure(step=GATE, reason=f"passed over as not about conflict: {why}; --no-gate codes it all the same")
