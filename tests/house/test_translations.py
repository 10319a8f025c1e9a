"""The tool that keeps the catalogues sees every message and lets no half-translated one through."""

from gettext import c2py  # what gettext itself reads the rule with

import polib
import pytest

from tools.messages import Message, in_python, in_script, in_template
from tools.translations import PLURAL_FORMS, faults, faults_of, refreshed


def entries(language: str, *given: polib.POEntry) -> polib.POFile:
    return refreshed(given, {Message("", entry.msgid, entry.msgid_plural): ["x.py"] for entry in given}, language, "d")


def test_python_messages_are_found_however_they_are_marked() -> None:
    source = (
        'a = N_("one %(x)s")\nb = gettext_lazy("two"\n  " halves")\nc = ngettext("%(n)d post", "%(n)d posts", n)\n'
        'd = pgettext("verb", "hold")\ne = gettext(variable)\n'
    )
    assert set(in_python(source)) == {
        Message("", "one %(x)s"),
        Message("", "two halves"),
        Message("", "%(n)d post", "%(n)d posts"),
        Message("verb", "hold"),
    }


def test_template_messages_are_found() -> None:
    source = (
        '{% load i18n %}<p>{% translate "The gap picture" %}</p>'
        "{% blocktranslate count n=k %}{{ n }} gap{% plural %}{{ n }} gaps{% endblocktranslate %}"
    )
    assert set(in_template(source)) == {Message("", "The gap picture"), Message("", "%(n)s gap", "%(n)s gaps")}


def test_script_messages_are_found() -> None:
    source = "const a = gettext('Layers');\nb = interpolate(ngettext('%(n)s gap', '%(n)s gaps', n), {n}, true);"
    assert set(in_script(source)) == {Message("", "Layers"), Message("", "%(n)s gap", "%(n)s gaps")}


def test_refreshing_keeps_old_words_adds_new_and_drops_what_is_no_longer_said() -> None:
    old = [polib.POEntry(msgid="Layers", msgstr="طبقات"), polib.POEntry(msgid="Gone", msgstr="ذهب")]
    said = {Message("", "Layers"): ["a.js"], Message("", "Legend"): ["b.js"]}
    catalogue = refreshed(old, said, "ar", "djangojs")
    assert [(entry.msgid, entry.msgstr) for entry in catalogue] == [("Layers", "طبقات"), ("Legend", "")]


@pytest.mark.parametrize(
    ("language", "english", "translation", "fault"),
    [
        ("ar", "Layers", "", "not translated"),
        ("ar", "within %(min)s", "خلال دقائق", "placeholders"),
        ("ar", "within %(min)s", "خلال %(minutes)s", "placeholders"),
        ("ckb", "Party", "لاي\u064aن", "Arabic yeh"),
        ("ckb", "Post", "\u0643ار", "Arabic yeh or kaf"),
    ],
)
def test_a_faulty_translation_is_named(language: str, english: str, translation: str, fault: str) -> None:
    catalogue = entries(language, polib.POEntry(msgid=english, msgstr=translation))
    assert fault in " ".join(faults_of(catalogue, [Message("", english)], language))


def test_fuzzy_missing_and_unsaid_entries_are_named() -> None:
    fuzzy = polib.POEntry(msgid="Layers", msgstr="طبقات", flags=["fuzzy"])
    catalogue = entries("ar", fuzzy, polib.POEntry(msgid="Gone", msgstr="ذهب"))
    told = " ".join(faults_of(catalogue, [Message("", "Layers"), Message("", "Legend")], "ar"))
    assert "fuzzy" in told
    assert '"Gone" is no longer said' in told
    assert '"Legend" is missing' in told


def test_arabic_needs_all_six_forms_and_may_leave_the_number_out_of_small_ones() -> None:
    message = Message("", "%(n)s post", "%(n)s posts")
    forms = {0: "لا نقاط", 1: "نقطة واحدة", 2: "نقطتان", 3: "%(n)s نقاط", 4: "%(n)s نقطة", 5: "%(n)s نقطة"}
    whole = polib.POEntry(msgid=message.text, msgid_plural=message.plural, msgstr_plural=forms)
    assert list(faults_of([whole], [message], "ar")) == []
    short = polib.POEntry(msgid=message.text, msgid_plural=message.plural, msgstr_plural=dict(list(forms.items())[:2]))
    assert "2 plural forms, 6 are needed" in " ".join(faults_of([short], [message], "ar"))


@pytest.mark.parametrize(
    ("number", "category"),
    # Sample numbers of Unicode CLDR's plural rules for Arabic: zero, one, two, few, many, other.
    [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (103, 3), (11, 4), (26, 4), (111, 4), (100, 5), (102, 5), (1000, 5)],
)
def test_arabic_plural_rule_agrees_with_cldr(number: int, category: int) -> None:
    rule = PLURAL_FORMS["ar"].partition("plural=")[2].rstrip(";")
    assert c2py(rule)(number) == category


def test_every_message_is_in_both_languages() -> None:
    assert faults() == []


def test_a_message_is_not_said_both_with_and_without_a_plural() -> None:
    counted, plain = Message("", "%(n)s gap", "%(n)s gaps"), Message("", "%(n)s gap")
    forms = dict.fromkeys(range(6), "%(n)s")
    entry = polib.POEntry(msgid=counted.text, msgid_plural=counted.plural, msgstr_plural=forms)
    assert list(faults_of([entry], [counted], "ar")) == []
    (fault,) = faults_of([entry], [counted, plain], "ar")
    assert "with and without a plural" in fault
