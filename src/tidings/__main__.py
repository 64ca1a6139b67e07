"""``python -m tidings``."""

from tidings.cli.main import main

if __name__ == "__main__":
    main(prog_name="tidings")
