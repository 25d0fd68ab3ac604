"""The commands of `guide`, one module each: parse the arguments, call a step."""
