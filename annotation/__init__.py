"""From clips to verdicts: targets, donors, pairs, and what people say of them."""
