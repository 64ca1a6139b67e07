"""What kind of speaker a noun phrase is: by its name, its noun, the words before it, the actors in it (RECORD §4)."""

from __future__ import annotations

from tidings.annotate.noun_phrases import NounPhrases
from tidings.model.mentions import ActorMention
from tidings.model.values import FIGHTING_KINDS, SpeakerKind

_FACELESS = frozenset({"group", "unnamed", "anaphor"})
_GENERALS = frozenset({"gen", "general", "lieutenant-general", "adm", "admiral", "marshal", "brig", "brigadier"})
_ENVOYS = frozenset(
    {"envoy", "official", "investigator", "representative", "delegate", "mediator", "commissioner", "secretary-general"}
)
_ARMED = FIGHTING_KINDS - {"private_security"}
# Whatever of these belongs to an armed group says what the group says.
_MOUTHPIECES = frozenset({"office", "media", "centre", "center", "wing", "outlet", "channel", "agency", "radio",
                          "television", "tv", "website", "site", "arm", "account", "newspaper"})  # fmt: skip


class SpeakerKinds(NounPhrases):
    """Tells the kinds of speakers of one parse."""

    def kind_of_noun(self, first: int, last: int, head: int) -> tuple[SpeakerKind | None, str | None]:
        """Kind of speaker by the noun, the words before it and the actors named with it; and the side they give."""
        around = [
            self.actor_at[i]
            for i in range(first, last + 1)
            if i in self.actor_at and self.actor_at[i].form not in _FACELESS
        ]
        actor = next((a for a in around if a.id is not None), around[0] if around else None)
        side = actor.id if actor is not None else None
        name = self.text(first, last)
        if (named := self.kind_of_name(name, head)) is not None:
            return named, side
        word = self.bare(self.tokens[head])
        if word in _MOUTHPIECES and (mouth := self._of_party(first, last, head)) is not None:
            return mouth, side
        at_head = self.actor_at.get(head)
        if at_head is not None and at_head.form == "name" and at_head.kind in _ARMED:
            return self.kind_of_actor(
                at_head
            ), at_head.id  # "the Islamic State group": the words before "group" are its name
        before = self._modifier_kind(first, last, head)
        if word in self.speech.speaks_for:
            by_actor = self.kind_of_actor(actor) if actor is not None else None
            return before or by_actor or self.speech.speaks_for[word], side
        if word in self.speech.kinds:
            return self._by_employer(word, before, actor), side
        if at_head is not None and (kind := self.kind_of_actor(at_head)) is not None:
            return kind, at_head.id
        return self._kind_in_name(first, last), side

    def _by_employer(self, word: str, before: SpeakerKind | None, actor: ActorMention | None) -> SpeakerKind:
        """The kind a noun gives, but a UN envoy is the UN's; a general is a party's only where a side is told."""
        kind = self.speech.kinds[word]
        if word in _GENERALS and kind == "party":
            by_actor = self.kind_of_actor(actor) if actor is not None else None
            return "party" if "party" in (before, by_actor) else "official"
        return "monitor" if word in _ENVOYS and before == "monitor" else kind

    def _of_party(self, first: int, last: int, head: int) -> SpeakerKind | None:
        """The "media office" of an armed group speaks for it; a state's army and media are its own too."""
        begin = min(first, self.first[head])
        for index in (*range(begin, head), *range(head + 1, last + 1)):
            actor = self.actor_at.get(index)
            if actor is not None and actor != self.actor_at.get(head) and actor.form in ("name", "force"):
                if actor.kind in _ARMED and self.kind_of_actor(actor) == "party":
                    return "party"
            elif self.speech.names.get(self.tokens[index].text.casefold()) == "party":
                return "party"
        return None

    def kind_of_name(self, name: str, head: int) -> SpeakerKind | None:
        """The kind of an outlet or of a body that the tables know by name."""
        bare = name.casefold().removeprefix("the ")
        if (outlet := self.outlets.find(name)) is not None:
            return "party" if outlet.party else "official" if outlet.kind == "government" else "media"
        if self.tokens[head].pos == "PROPN" and bare in self.speech.names:
            return self.speech.names[bare]
        return None

    def _modifier_kind(self, first: int, last: int, head: int) -> SpeakerKind | None:
        for index in (*range(head - 1, first - 1, -1), *range(head + 1, last + 1)):
            token = self.tokens[index]
            for word in (token.text.lower(), token.lemma):
                kind = self.speech.modifiers.get(word)
                if kind is not None:
                    return kind
            if token.text.casefold() in self.speech.names and (token.pos == "PROPN" or token.text.isupper()):
                return self.speech.names[token.text.casefold()]
        return None

    def kind_of_actor(self, actor: ActorMention) -> SpeakerKind | None:
        """The kind that an actor mention gives; ``None`` when it gives none."""
        if actor.form == "country":
            return "official"
        if actor.kind in ("civilians", "protesters", "rioters"):
            return "witness"
        if actor.kind == "unknown":
            return "party" if actor.form == "unnamed" else None
        bare = actor.name.casefold()
        return self.speech.names.get(bare, "party")

    def kind_of_maker(self, head: int) -> SpeakerKind | None:
        """A "US statement" is official."""
        if self.bare(self.tokens[head]) not in self.speech.documents:
            return None
        made = any(self.tokens[c].entity[2:] in ("GPE", "NORP") for c in self.modifiers(head))
        return "official" if made else None

    def _kind_in_name(self, first: int, last: int) -> SpeakerKind | None:
        """By the words of a name: "Defence Ministry", "Al-Noor Hospital"."""
        for index in range(last, first - 1, -1):
            word = self.bare(self.tokens[index])
            if word in self.speech.kinds:
                return self.speech.kinds[word]
        return None

    def kind_by_tag(self, head: int) -> SpeakerKind:
        """The kind by the tagger alone: a state or people is official, the rest unnamed."""
        if self.is_trade(self.tokens[head]):
            return "witness"
        return "official" if self.tokens[head].entity.endswith(("GPE", "NORP")) else "unnamed"
