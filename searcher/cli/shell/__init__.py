"""TAB in bash, zsh and fish.

``scripts`` (what a shell is told once), ``line`` (the words of its line), ``completion`` (what may
stand there). Not for the session's own completion (``searcher.cli.repl``).
"""
