"""The command line: the only place of this package that prints, asks the terminal, or exits.

Reading order: ``main`` (one run from arguments to exit code) → ``environment`` (the world a run
sees) → ``parsing`` (click, in two languages) → ``commands`` (one module each) → ``render`` (what is
shown, and how it reaches a terminal or a pipe) → ``failures`` (exceptions to sentences) and
``messages`` (all sentences). ``repl`` is the interactive session, ``shell`` answers TAB in a shell.
What searching and indexing *are* lives in the library.
"""
