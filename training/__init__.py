"""What trains the learned heads: our own annotations, readers of the training sets, the model, the loop. Never imported by ``tidings``."""
