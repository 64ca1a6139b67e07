"""``python -m evals.hard``: each case that does not hold, and the counts; with ``--sort`` those that now hold move first."""

from __future__ import annotations

import argparse

from evals import hard


def main() -> None:
    """Print what is wrong with each case that does not hold, and the counts; with ``--sort`` move first."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.hard", description=hard.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sort", action="store_true", help="move open cases that now hold to the golden files")
    parser.add_argument("--only", action="append", choices=hard.KINDS, metavar="KIND", help="cases of this kind alone")
    options = parser.parse_args()
    kinds = options.only or list(hard.KINDS)
    if options.sort:
        for kind in kinds:
            for block in hard.sort(kind):
                print(f"{kind}, now golden: {block.case['text']}")
    told = [hard.predict(row) for row in hard.rows() if row["kind"] in kinds]
    for row in told:
        if row["faults"]:
            where = "golden, FAILS" if row["golden"] else "open"
            print(f"- {row['id']} ({where})", *(f"    {one}" for one in row["faults"]), sep="\n")
    for kind in kinds:
        print(hard.counted(kind, told))


if __name__ == "__main__":
    main()
