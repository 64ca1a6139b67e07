"""Reach of each word's subtree in linear time: the first and last token that hang from it."""

from __future__ import annotations

from tidings.model.text import Parse


def subtree_edges(parse: Parse) -> tuple[list[int], list[int]]:
    """First and last token index of every token's subtree. One pass, whatever the shape of the trees."""
    first, last = list(range(len(parse.tokens))), list(range(len(parse.tokens)))
    order, stack = [], [token.index for token in parse.tokens if token.head == token.index]
    while stack:
        order.append(current := stack.pop())
        stack.extend(parse.children(current))
    for index in reversed(order):
        head = parse.tokens[index].head
        first[head] = min(first[head], first[index])
        last[head] = max(last[head], last[index])
    return first, last
