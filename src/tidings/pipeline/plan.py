"""The plan: which step comes after which, with what knowledge. The one place where the parts are put together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tidings.pipeline.steps import Step, check_order, run_steps, steps_for
from tidings.reference.gate_words import GateWords, load_gate_words

if TYPE_CHECKING:
    from tidings.model.article import Article
    from tidings.model.coding import Coding
    from tidings.pipeline.local import ReadingLike
    from tidings.pipeline.manifest import Settings

GIVEN: Final = ("article", "text", "published")
LAYERS: Final = ("sentences", "names", "actors", "places", "dates", "counts", "quotes", "cues", "triggers")
_PARTS: Final = ("parse", "names", "actors", "places", "dates", "counts", "quotes", "cues", "gaps", "acts")


class Plan(Struct, frozen=True, kw_only=True):
    """Steps in order, checked when made: from an article to its layers and its coding.

    ``gate``: articles that it stops are not coded; ``None`` codes them all.
    """

    steps: tuple[Step, ...]
    gate: GateWords | None = None

    def __post_init__(self) -> None:
        check_order(self.steps, GIVEN)

    def layers(self, article: Article, wanted: tuple[str, ...]) -> dict[str, Any]:
        """The wanted layers of an article and those they rest on. A step that fails raises StepError with its name."""
        given = {"article": article, "text": article.text or "", "published": article.published}
        return run_steps(steps_for(self.steps, wanted), given)

    def read(self, source: Any) -> ReadingLike:
        """A source, read."""
        from tidings.ingest.read import read_source

        return read_source(source)

    def code(self, article: Article) -> Coding:
        """The coding of an article, without the notes on how it was read; a bare one when the gate stops it."""
        from tidings.pipeline.bounds import passed_over
        from tidings.pipeline.gating import stopped_by
        from tidings.pipeline.local import bare_coding

        if self.gate is not None and (stopped := stopped_by(self.gate, article.text or "")):
            return bare_coding(article, (stopped,))
        coding: Coding = self.layers(article, ("coding",))["coding"]
        notes = passed_over(article.text or "")
        return replace(coding, failures=(*coding.failures, *notes)) if notes else coding


def whole_plan(settings: Settings) -> Plan:
    """The plan with its knowledge loaded (gazetteer, actor table, ontology); files a user added come from the settings."""
    gate = load_gate_words() if settings.gate else None
    return Plan(steps=(*_annotation_steps(settings), *_coding_steps()), gate=gate)


def _annotation_steps(settings: Settings) -> tuple[Step, ...]:
    from tidings.annotate.actors import find_actors
    from tidings.annotate.acts import find_acts
    from tidings.annotate.casing import recased
    from tidings.annotate.country_votes import ground_votes
    from tidings.annotate.cues import find_cues
    from tidings.annotate.dates import find_dates
    from tidings.annotate.gaps import find_gaps
    from tidings.annotate.names import tagged_names
    from tidings.annotate.places import find_places
    from tidings.annotate.quantities import find_counts
    from tidings.annotate.quotes import find_quotes
    from tidings.annotate.sentences import SpacyParser
    from tidings.pipeline.bounds import BoundedParser
    from tidings.reference.actors import ActorTable
    from tidings.reference.encoder import Encoder
    from tidings.reference.gazetteer import Gazetteer

    parser = BoundedParser(SpacyParser())
    table = ActorTable.load(Path(settings.actors) if settings.actors else None)
    extra = (Path(settings.gazetteer),) if settings.gazetteer else ()
    gazetteer = Gazetteer.open(extra=extra, layers=tuple(map(Path, settings.layers)))
    encoder, gate_words = Encoder.shipped(), load_gate_words()

    def grounds(parse: Any, names: Any) -> Any:
        return ground_votes(parse, names, gazetteer)

    def actors(parse: Any, names: Any, published: Any, votes: Any) -> Any:
        return find_actors(parse, names, table, published=published, grounds=votes)

    def places(parse: Any, names: Any, found: Any, published: Any) -> Any:
        return find_places(parse, names, gazetteer, actors=found, published=published)

    def acts(parse: Any, found: Any) -> Any:
        return find_acts(parse, found, encoder, gate_words)

    return (
        Step(provides="cased", requires=("text",), run=recased),
        Step(provides="parse", requires=("cased",), run=parser.parse),
        Step(provides="sentences", requires=("parse",), run=lambda parse: parse.sentences),
        Step(provides="names", requires=("parse",), run=tagged_names),
        Step(provides="grounds", requires=("parse", "names"), run=grounds),
        Step(provides="actors", requires=("parse", "names", "published", "grounds"), run=actors),
        Step(provides="places", requires=("parse", "names", "actors", "published"), run=places),
        Step(provides="dates", requires=("parse", "published"), run=find_dates),
        Step(provides="counts", requires=("parse", "dates", "names"), run=find_counts),
        Step(provides="quotes", requires=("parse", "actors"), run=find_quotes),
        Step(provides="cues", requires=("parse", "actors", "quotes"), run=find_cues),
        Step(provides="gaps", requires=("parse", "actors"), run=find_gaps),
        Step(provides="acts", requires=("parse", "actors"), run=acts),
    )


def _coding_steps() -> tuple[Step, ...]:
    from tidings.annotate.toponyms import without_places
    from tidings.coding.coder import code_article
    from tidings.coding.printed import as_printed
    from tidings.coding.scene import Scene
    from tidings.coding.triggers import find_triggers
    from tidings.model.coding import Coding
    from tidings.model.mentions import Annotations
    from tidings.reference.ontology import load_ontology

    ontology = load_ontology()

    def annotations(*layers: Any) -> Annotations:
        parts = dict(zip(_PARTS, layers, strict=True))
        return Annotations(**{**parts, "actors": without_places(parts["actors"], parts["places"])})

    def triggers(article: Any, found: Any) -> Any:
        return find_triggers(Scene(annotations=found, ontology=ontology, published=article.published))

    def coding(article: Any, found: Any) -> Coding:
        parts = code_article(article, found, ontology)
        if found.parse.text != (article.text or ""):
            parts = as_printed(parts, article.text or "")
        return Coding(
            article=article,
            accounts=parts.accounts,
            suggested=parts.suggested,
            control=parts.control,
            quotes=parts.quotes,
            gaps=parts.gaps,
            failures=(),
        )

    return (
        Step(provides="annotations", requires=_PARTS, run=annotations),
        Step(provides="triggers", requires=("article", "annotations"), run=triggers),
        Step(provides="coding", requires=("article", "annotations"), run=coding),
    )
