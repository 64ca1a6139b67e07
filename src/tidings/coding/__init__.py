"""Spans to claims, by the ontology: triggers, roles, values, standing, accounts."""
