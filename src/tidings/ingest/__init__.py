"""Bytes to articles: what is found on disk, kept as it was, decoded, cleaned and dated. The only room that meets the world."""
