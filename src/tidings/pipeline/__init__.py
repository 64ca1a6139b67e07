"""Steps put together: the plan, the processes that run it, and the manifest that says what ran."""
