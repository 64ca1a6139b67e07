"""How many articles the gate stopped is said once at the end, not article by article."""

from __future__ import annotations

from tidings.cli.output import Tally
from tidings.pipeline.local import Coded


def test_the_summary_counts_what_was_passed_over(capsys) -> None:
    """The count stands in the last line, and no line of its own names each."""
    tally = Tally()
    for number in range(3):
        tally.count(
            Coded(
                file=f"{number}.txt", line=b"{}", capture=None, has_text=True, accounts=0, failed=None, complete=True,
                passed_over=number > 0,
            )
        )  # fmt: skip
    tally.report("0 accounts")
    assert capsys.readouterr().err.startswith("3 inputs, none failed, 2 passed over as not about conflict, 0 accounts")
    assert tally.exit_code() == 0
