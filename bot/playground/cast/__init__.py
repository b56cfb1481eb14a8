"""The people of the playground: a made-up company, and a program of theirs in mid-flight."""
