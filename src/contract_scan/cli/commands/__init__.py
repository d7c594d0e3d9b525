"""What may be typed: the commands and their options. What a command does is in the module of `cli` that it calls."""
