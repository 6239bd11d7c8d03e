r"""The interactive session: ``searcher`` alone on a terminal, or ``searcher repl``.

In reading order: ``registry`` (how commands are declared, found and given their arguments),
``settings`` (what stays from query to query), ``current_index`` (the open index, its newest
generation), ``session`` (what happens to a line, without any terminal), ``commands/`` (one module a
group; ``choice`` says which article is meant, ``questions`` what is asked of the index, ``saving``,
``clipboard``, ``editor``, ``source_line`` and ``watching`` do the work), ``piped`` (lines from a pipe
or a dumb terminal). What a terminal adds lies beside them: ``display`` shows an article, on the whole
screen with ``pager``, ``reading``, ``page_layout`` and ``finding``.

**A line** is a command when it begins with ``\`` or ``:`` and a letter (or ``\?``), the number of a
result when it is a bare number up to the number of results there are, else a query.
``Session.answer(line)`` does what it says, writes to ``session.env`` and never raises, but for
``KeyboardInterrupt`` and ``BrokenPipeError``.

**A command** is a function in a module of ``commands/`` (named in ``commands.GROUPS``)::

    @special("page", ("trang",), arguments=(Argument("page-number", "number"),), key="repl.page")
    def page(session: Session, number: int) -> None: ...

It gets the session and a value for every argument (``None`` for an optional one that was left out),
returns nothing, and refuses with ``raise session.refusal("repl.no-such-result", …)`` or any other
``SearcherError``. Its help is in the catalogs under its key: ``KEY`` (what it does), ``KEY.short``
(a line) and ``KEY.examples``, in both languages, the values of ``Argument`` under
``repl.argument.NAME``. Names are English, aliases are short or Vietnamese without marks. Marks,
hyphens and capitals make no difference (``\trợ-giúp`` is ``\trogiup``), and neither does a keyboard
driver that makes of ``\next`` a ``\nẽt``: commands can be typed with the driver on or off.

**The index** is asked through ``session.ask(lambda archive: …)`` and in no other way: a newer
generation is opened before the question, and Ctrl-C leaves a slow answer alone.

**Results** keep their numbers over all pages: ``session.hit(7)`` is the seventh, whichever page is
on the screen.
"""
