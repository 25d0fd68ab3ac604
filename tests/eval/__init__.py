"""How well the search box answers people: a guide from the shared corpus, questions, scores."""
