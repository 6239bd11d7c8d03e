"""The message catalogs: one module per language, each a dictionary from key to template.

Every key stands in both languages with the same placeholders. Two exceptions: ``key.one`` is the
form for a ``count`` of one, which Vietnamese does not need; and the English of ``error.*`` and
``problem.*`` is the template the library itself holds.
"""
