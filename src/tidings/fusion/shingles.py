"""Runs of words as numbers, and keys by which sets that share much are found without comparing all with all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from hashlib import blake2b

_SEED = 20  # of the permutations; another seed is another index
_MASK = (1 << 64) - 1
_FACTOR = 0x9E3779B97F4A7C15  # odd, its bits well mixed: the golden ratio of 2**64


@lru_cache(maxsize=1 << 16)
def word_hash(word: str) -> int:
    """64 bits of a word, the same on every machine."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def shingles(words: Sequence[str], length: int) -> list[int]:
    """The runs of ``length`` words as 64-bit numbers, in text order; none where there are fewer words.

    >>> one, two = shingles("a b c d".split(), 3), shingles("x a b c".split(), 3)
    >>> one[0] == two[1], len(one)
    (True, 2)
    """
    hashes = [word_hash(word) for word in words]
    return [run_hash(hashes[at : at + length]) for at in range(len(hashes) - length + 1)]


def run_hash(hashes: Sequence[int]) -> int:
    """One number for numbers in their order."""
    value = 0
    for one in hashes:
        value = ((value ^ one) * _FACTOR) & _MASK
        value ^= value >> 29
    return value


def bands(prefix: str, members: Collection[int], count: int, rows: int) -> tuple[str, ...]:
    """``count`` keys of a set of 64-bit numbers: two sets with a share J of members in common (Jaccard) have at least one key
    in common with a chance of ``1 - (1 - J**rows)**count``. The empty set has none.

    >>> bands("t", {1, 2, 3}, 4, 2) == bands("t", {3, 2, 1}, 4, 2)
    True
    """
    if not members:
        return ()
    from rensa import RMinHash

    (digest,) = RMinHash.digest_matrix_from_token_hash_sets([sorted(members)], count * rows, _SEED).to_rows()
    return tuple(key(prefix, at, *digest[at * rows : (at + 1) * rows]) for at in range(count))


def key(prefix: str, *parts: int | str) -> str:
    """A key of an index: the prefix and 12 hex digits (48 bits)."""
    printed = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return prefix + blake2b(printed, digest_size=6).hexdigest()
