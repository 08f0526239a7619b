"""From verified pairs to a tuned model, its comparison and its figures."""
