"""Changes the text of the data files: what a person did in; files in their canonical form out, comments kept."""
