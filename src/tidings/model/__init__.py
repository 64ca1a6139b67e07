"""The nouns: immutable, typed, picklable values that check themselves. No I/O."""
