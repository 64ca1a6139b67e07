"""The measure of the gate: shares by score, and a day's news of which one text in twenty is about conflict."""

from __future__ import annotations

from evals import gate
from evals.bench import day_of_news
from evals.bench_texts import Text


def test_the_table_counts_what_passes_at_each_score() -> None:
    """A text passes at its own score and at any lower one."""
    (head, row) = gate.scores_table({"made": [3.8, 5.2, 9.0, 0.0]}).splitlines()
    shares = dict(zip(head.split()[2:], row.replace(" %", "%").split()[2:], strict=True))
    assert shares == {
        "3.0": "75.0%", "3.4": "75.0%", "3.8": "75.0%", "4.2": "50.0%", "4.6": "50.0%", "5.0": "50.0%", "5.5": "25.0%", "6.0": "25.0%",
    }  # fmt: skip


def test_one_text_in_twenty_of_a_day_is_from_the_list(monkeypatch) -> None:
    """Texts that are too short, texts without an event and MUC-4 stay out; the same day every time."""
    made = {"web_pages": ["word " * 200] * 38, "famus": ["short"], "muc4_other": ["word " * 200]}
    monkeypatch.setattr(gate, "others", lambda: made)
    texts = [Text(f"data/x#{number}", "war " * 200, None) for number in range(10)]
    texts.append(Text("data/news/neg-cup.json", "cup " * 200, None))
    day = day_of_news(texts)
    assert len(day) == 40
    assert sum(text.name.startswith("data/x#") for text in day) == 2
    assert day == day_of_news(texts)
