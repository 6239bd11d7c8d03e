"""What is shown: lines of styled pieces, made of results, and how they reach a screen, a pipe or a file.

Reading order: ``safe`` and ``widths`` (outside text made harmless, and how wide it stands) → ``layout``
(lines of styled pieces) → ``results``, ``table``, ``facets``, ``explanations``, ``understanding``,
``nothing`` (what a search says) → ``wrapping``, ``hyperlinks``, ``encoding`` and ``output`` (lines on
their way to a terminal or a pipe) → ``forms`` (which form was asked for), ``templates``, ``markdown``,
``html_page`` with ``html_style``, ``whole_file`` (the other forms). Not for what is found, nor for what
the commands say besides.
"""
