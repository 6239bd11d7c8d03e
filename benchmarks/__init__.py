"""Benchmarks of the search engine: how good its rankings are and how fast it is, beside its peers.

Run from the checkout as ``python -m benchmarks COMMAND``; results go to ``benchmarks/RESULTS.md``.
Read in this order: ``datasets`` (what is searched), ``typed_forms`` (how people type a query),
``metrics`` (what is measured), ``peers`` and ``engine`` (who answers), ``quality``, ``speed``,
``growth`` and ``tokenizer`` (the benchmarks), ``report`` (where the figures go). Not part of the
installed package, and nothing in ``searcher`` imports it.
"""
