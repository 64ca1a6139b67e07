"""Walks over dependency trees that several parts of the annotation share."""

from __future__ import annotations

from tidings.model.text import Parse, Token


def leader(parse: Parse, index: int) -> Token:
    """The word whose role a token has: the first of its coordination, or what its apposition stands beside."""
    token = parse.tokens[index]
    while token.dep in ("conj", "appos") and token.head != token.index:
        token = parse.tokens[token.head]
    return token


def subtree_edges(parse: Parse) -> tuple[list[int], list[int]]:
    """First and last token index of every token's subtree. One pass, whatever the shape of the trees."""
    first, last = list(range(len(parse.tokens))), list(range(len(parse.tokens)))
    order, stack = [], [token.index for token in parse.tokens if token.head == token.index]
    while stack:
        order.append(current := stack.pop())
        stack.extend(parse.children(current))
    for index in reversed(order):
        head = parse.tokens[index].head
        if first[index] < first[head]:  # noqa: PLR1730 comparing is twice as fast as min() here, for each token of each article
            first[head] = first[index]
        if last[index] > last[head]:  # noqa: PLR1730 as above
            last[head] = last[index]
    return first, last
