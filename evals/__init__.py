"""How good tidings is, in figures: adapters from our output to each scorer's form, and floors that CI watches."""
