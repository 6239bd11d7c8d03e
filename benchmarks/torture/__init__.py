"""Torture: an index that is killed, starved and damaged, and what is left of it.

``python -m benchmarks torture`` runs every trial to the end and writes what was tried and survived;
the tests run samples of the same trials. In reading order: ``cases`` (an index, a change to make,
and what must be found before and after), ``faults`` (operating systems that fail), and the trials:
``kills`` (SIGKILL at every call), ``errors`` (a full disk, a failing disk, at every call), ``power``
(what a power failure leaves, by what had been synced), ``load`` (readers and writers at once),
``damage`` (flipped bits and files cut short, afterwards).
``trials`` lists them all: a new one is a module with a function of the same shape and a line there.
"""
