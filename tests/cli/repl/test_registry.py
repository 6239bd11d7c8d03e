"""Commands: how they are found by what was typed, what they take, and that all of them have help."""

from __future__ import annotations

import re

import pytest

from searcher.cli.language import Words
from searcher.cli.repl.registry import (
    Argument,
    Refusal,
    Special,
    arguments_of,
    find,
    nearest,
    special,
    specials,
    split_call,
)

LANGUAGES = ("en", "vi")
NAMES = [name for each in specials() for name in (each.name, *each.aliases)]


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("\\next", ("next", "")),
        (":next", ("next", "")),
        ("  \\sort   -date  ", ("sort", "-date")),
        ("\\?", ("?", "")),
        ("\\trợ-giúp sort", ("trợ-giúp", "sort")),
        ("\\save  a b.md", ("save", "a b.md")),
        ("nêu gương", None),
        (":)", None),
        (":-(", None),
        ("\\", None),
        ("\\\\server", None),
        (": nêu", None),
        ("title:gương", None),
        ("\\7", None),
        ("", None),
    ],
)
def test_what_is_a_call(line, call):
    assert split_call(line) == call


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("next", "next"),
        ("n", "next"),
        ("NEXT", "next"),
        ("tiếp", "next"),
        ("tro-giup", "help"),
        ("trogiup", "help"),
        ("trợ-giúp", "help"),
        ("tác_giả", "author"),
        # With Telex on, the keys of next, sort and history leave this behind.
        ("nẽt", "next"),
        ("sỏt", "sort"),
        ("hítory", "history"),
        ("soủce", "source"),
        ("đến-ngày", "until"),
        ("nẽ", None),
        ("xyz", None),
        ("", None),
    ],
)
def test_finding(typed, name):
    found = find(typed)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("typed", "name"), [("nxt", "next"), ("hepl", "help"), ("sorted", "sort"), ("zzzzz", None)]
)
def test_what_was_probably_meant(typed, name):
    assert nearest(typed) == name


def test_a_keyboard_driver_makes_no_two_commands_alike():
    keys = [tuple(sorted(re.sub("[-_]", "", name))) for name in NAMES]
    assert len(keys) == len(set(keys))


def test_names_can_be_typed_without_a_keyboard_driver():
    assert all(re.fullmatch(r"[a-z-]+|\?", name) for name in NAMES)
    assert len(NAMES) == len(set(NAMES))


def test_a_name_is_given_once():
    with pytest.raises(ValueError, match="tiep"):
        special("tiep", key="repl.next")(lambda session: None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", specials(), ids=lambda command: command.name)
def test_every_command_has_help_and_an_example(command, language):
    words = Words(language)
    assert words.say(command.key).strip()[-1] in ".!?"
    assert len(words.say(f"{command.key}.short")) <= 60
    for example in words.say(f"{command.key}.examples").splitlines():
        name, text = split_call(example.partition("   #")[0])
        assert find(name) is command
        arguments_of(command, text, words)
    assert command.usage(words).startswith(f"\\{command.name}")


COMMAND = Special(
    "x",
    (),
    (
        Argument("page", "number"),
        Argument("order", "word", optional=True, values=("a", "b"), one_of=True),
        Argument("value", "file", optional=True),
    ),
    "repl.next",
    lambda *_: None,
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3", [3, None, None]),
        ("3 a", [3, "a", None]),
        (" 3  b  tệp có dấu cách.md ", [3, "b", "tệp có dấu cách.md"]),
        ("3 b 'tệp có dấu cách.md'", [3, "b", "tệp có dấu cách.md"]),
        ('3 b "', [3, "b", '"']),
    ],
)
def test_arguments(text, values):
    assert arguments_of(COMMAND, text, Words("en")) == values


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "PAGE is missing: \\x PAGE [ORDER] [VALUE]"),
        ("0", "“0” is no whole number from 1."),
        ("-1", "“-1” is no whole number"),
        ("３", "is no whole number"),
        ("9" * 5000, "is no whole number"),
        ("3 c", "“c” is none of: a, b."),
    ],
)
def test_refused_arguments(text, told):
    with pytest.raises(Refusal, match=re.escape(told)):
        arguments_of(COMMAND, text, Words("en"))


def test_surplus_is_refused():
    with pytest.raises(Refusal, match="“now” is too much here: "):
        arguments_of(find("next"), "now", Words("en"))
