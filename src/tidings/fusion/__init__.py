"""From accounts to events (RECORD §6): which articles are prints of one text, which accounts tell one happening, who says what of it."""
