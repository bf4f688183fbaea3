"""Looks for the personal values that the simulator planted, in the texts where they should no longer be.

One search for everything: what an archive holds, and what the source's own answers hold, which is the control that
the search can find.
"""

import re
from collections import defaultdict

# Of these kinds no planted form may be left in a conversation's own lines.
KINDS = ("PHONE", "EMAIL", "SSN", "CARD", "PERSON")
# "Michael" as the machine heard one caller say it: words that no name list has.
MISHEARD = {"my goal"}

_DIGIT_WORDS = {"zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def has(text: str, form: str) -> bool:
    """As a word of its own, both in lower case: "mary" does not stand in "summary"."""
    return form in text and re.search(rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])", text) is not None


def spoken_otherwise(kind: str, form: str) -> bool:
    """Neither written, nor said digit by digit, nor one of these escaped: "dana at example dot com"."""
    words = re.split(r"%20| ", form.lower())
    return kind != "PERSON" and not re.search(r"\d", form.replace("%20", " ")) and "@" not in form and not (
        set(words) <= _DIGIT_WORDS
    )


class Search:
    """Over the texts of conversations by their id."""

    def __init__(self, texts: dict[str, bytes], answer_key: list[dict]):
        self._texts = {id_: text.decode().lower() for id_, text in texts.items()}
        self.planted = [entry for entry in answer_key if entry["kind"] in KINDS]
        self._owners = defaultdict(set)  # of each form: conversations that it was planted in
        for entry in self.planted:
            for form in entry["forms"]:
                self._owners[form.lower()].add(entry["conversationId"])
        self._strings = {id_: set(_STRING.findall(text)) for id_, text in self._texts.items()}
        self._numbers = {id_: _STRING.sub('""', text) for id_, text in self._texts.items()}
        self._with_string = defaultdict(set)
        for id_, strings in self._strings.items():
            for string in strings:
                self._with_string[string].add(id_)

    def forms_in(self, entry: dict, otherwise: bool = False) -> list[str]:
        """The forms of a planted value that stand in its conversation; `otherwise`: those spoken in other ways."""
        return [form for form in entry["forms"]
                if spoken_otherwise(entry["kind"], form) == otherwise and self._stands(entry["conversationId"], form.lower())]

    def found(self) -> list[dict]:
        return [entry for entry in self.planted if self.forms_in(entry)]

    def left(self) -> list[tuple]:
        """What should not be there: conversation, kind and place of each value found, real calls' mishearings spared."""
        return [(entry["conversationId"], entry["kind"], entry["place"], entry["value"]) for entry in self.found()
                if entry["value"] not in MISHEARD]

    def _stands(self, id_: str, form: str) -> bool:
        if form not in self._texts[id_]:
            return False
        if has(self._numbers[id_], form):
            return True
        # A caller may be called April or Will. A sentence that stands as well where nobody has that name does not
        # say the name: "did you get the letter we sent in april".
        return any(has(string, form) and not self._with_string[string] - self._owners[form]
                   for string in self._strings[id_])
