"""The documentation names what exists, and what exists is documented."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
FRAGMENTS = sorted(path for path in (ROOT / "changes.d").glob("*.md") if path.name != "README.md")
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "changes.d" / "README.md",
        *ROOT.glob("docs/**/*.md"),
    )
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
MADE = re.compile(r"(?:`|^\$ )make ([a-z]+)", re.MULTILINE)
TYPED = re.compile(r"(?:`|^\$ (?:\.venv/bin/)?)tidings ([a-z]+)", re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def settings() -> dict[str, object]:
    return tomllib.loads(read("pyproject.toml"))


def command_line() -> tuple[click.Group, click.Context]:
    from tidings.cli import main as module

    groups = [value for value in vars(module).values() if isinstance(value, click.Group)]
    assert groups, "tidings.cli.main holds no click group"
    return groups[0], click.Context(groups[0])


def command_names() -> list[str]:
    group, context = command_line()
    return group.list_commands(context)


def command(name: str) -> click.Command:
    group, context = command_line()
    found = group.get_command(context, name)
    assert found is not None, f"tidings has no command {name!r}"
    return found


def options(taker: click.Command) -> set[str]:
    own = {name for option in taker.params for name in (*option.opts, *option.secondary_opts)}
    inner = taker.commands.values() if isinstance(taker, click.Group) else ()
    return own.union(*map(options, inner)) | {"--help"}


def console_lines(text: str) -> Iterator[str]:
    """What the blocks marked ``console`` have a user type, continued lines joined."""
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for line in re.sub(r"\\\n\s*", " ", block).splitlines():
            if line.startswith("$ "):
                yield line.removeprefix("$ ")


def targets() -> set[str]:
    return set(re.search(r"^\.PHONY: (.+)$", read("Makefile"), re.MULTILINE).group(1).split())


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_a_page_names_exists(page: str) -> None:
    """Whoever types what a page says gets what it says."""
    assert set(MADE.findall(read(page))) <= targets()


def test_every_make_target_is_documented() -> None:
    """No target is known only to those who read the Makefile, and bare `make` lists each."""
    documented = set(MADE.findall(read("docs/how-to/work-on-tidings.md")))
    listed = set(re.findall(r"^([a-z]+):.*## ", read("Makefile"), re.MULTILINE))
    assert documented >= targets() - {"help"}
    assert listed == targets()


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_a_page_names_exists(page: str) -> None:
    """Commands in running text and in console blocks are commands of tidings."""
    assert set(TYPED.findall(read(page))) <= set(command_names())


@pytest.mark.parametrize("page", PAGES)
def test_every_option_in_a_console_block_is_taken_by_its_command(page: str) -> None:
    """An example can be typed as it stands."""
    for line in console_lines(read(page)):
        words = line.removeprefix(".venv/bin/").split()
        if words[0] == "tidings" and len(words) > 1 and not words[1].startswith("-"):
            assert set(OPTION.findall(line)) <= options(command(words[1])), line


def test_every_command_and_its_options_stand_in_the_reference() -> None:
    """The reference leaves no command out, and every option it gives to `read` and `code` is taken by one of them."""
    page = read("docs/reference/commands.md")
    missing = [name for name in command_names() if f"`tidings {name}" not in page]
    assert missing == []
    table = page[page.index("## Options of") : page.index("## Inputs")]
    assert set(OPTION.findall(table)) <= options(command("read")) | options(command("code"))


def test_every_event_type_is_documented_in_its_order() -> None:
    """The page lists the types of the data file, by precedence, and no others."""
    data = yaml.safe_load(read("src/tidings/reference/data/event_types.yaml"))
    documented = re.findall(r"^\| `([a-z_]+)` \|", read("docs/reference/event-types.md"), re.MULTILINE)
    assert documented == [row["type"] for row in data["types"]]


def test_every_key_of_the_record_is_documented() -> None:
    """The record page has a row for each key that `code` prints at the top."""
    import msgspec

    from tidings.model.coding import Coding

    documented = re.findall(r"^\| `([a-z]+)` \|", read("docs/reference/record.md"), re.MULTILINE)
    keys = [field.encode_name for field in msgspec.structs.fields(Coding)]
    assert documented[: len(keys)] == keys


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_leads_somewhere(page: str) -> None:
    """A link inside the repository has its file, the picture of the README included."""
    for target in LINK.findall(re.sub(r"```.*?```", "", read(page), flags=re.DOTALL)):
        if "://" not in target and not target.startswith("mailto:"):
            assert ((ROOT / page).parent / target).exists(), target


def test_the_readme_has_its_result_and_its_figures() -> None:
    """What is filled in from a run is filled in."""
    for part in ("result", "figures"):
        begun = re.search(rf"<!-- {part}: begin.*?-->(.*?)<!-- {part}: end -->", read("README.md"), re.DOTALL)
        assert begun is not None
        assert begun.group(1).strip(), f"README: nothing between the marks of {part!r}"


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_page_has_its_form(path: Path) -> None:
    """Each has its number, a status with a day, and the four headings, none of them empty."""
    text = path.read_text(encoding="utf-8")
    number = path.name.split("-")[0]
    assert re.match(rf"# {number}\. \S", text)
    assert re.search(r"^Status: (accepted|superseded by \[\d{4}\]\(\S+\)), \d{4}-\d{2}-\d{2}$", text, re.MULTILINE)
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert [part.splitlines()[0] for part in parts] == ["Context", "Options", "Choice", "Consequences"]
    assert all(part.splitlines()[1:] and "".join(part.splitlines()[1:]).strip() for part in parts)


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    """Every page stands in the index and in the navigation."""
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for path in DECISIONS:
        assert f"({path.name})" in read("docs/decisions/index.md")
        assert f"decisions/{path.name}" in read("mkdocs.yml")


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_changelog_fragment_is_well_formed(path: Path) -> None:
    """It is named `<issue>.<kind>.md` or `+<name>.<kind>.md` with a kind that the changelog knows, and says something in sentences."""
    kinds = {kind["directory"] for kind in settings()["tool"]["towncrier"]["type"]}
    named = re.fullmatch(r"(?:\d+|\+[a-z0-9-]+)\.([a-z]+)(?:\.\d+)?\.md", path.name)
    assert named is not None
    assert named.group(1) in kinds
    text = path.read_text(encoding="utf-8")
    assert text.rstrip().endswith(".")
    assert text.endswith("\n")
    assert "\n#" not in text


def test_changelog_kinds_are_explained() -> None:
    """The guide to fragments has a row for each kind that the configuration has."""
    kinds = [kind["directory"] for kind in settings()["tool"]["towncrier"]["type"]]
    assert re.findall(r"^\| `([a-z]+)` \|", read("changes.d/README.md"), re.MULTILINE) == kinds
