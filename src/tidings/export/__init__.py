"""The record in other people's forms: JSON lines, a flat table, a map."""
