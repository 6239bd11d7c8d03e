"""One module per command; each has ``command(words)``, which returns it ready for click.

A command parses, calls the library, renders and returns an exit code. It is imported for the help
of the whole program too, so its own imports stay light.
"""
