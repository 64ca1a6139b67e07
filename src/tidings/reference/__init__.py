"""What we know beforehand: the ontology, the gazetteers of places and actors, words. Read-only data with typed loaders."""
