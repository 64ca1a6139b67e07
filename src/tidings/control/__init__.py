"""Who held which place, when, from what reports say (RECORD §7): typed evidence, a hidden Markov model, answers with their reasons."""
