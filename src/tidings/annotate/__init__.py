"""Annotators: text in, mentions out. Each is a pure function of the parse, earlier layers and the knowledge passed in."""
