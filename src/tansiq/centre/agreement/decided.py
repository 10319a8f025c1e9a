"""What a decision says, in every language: sentences that are signed, so they are data and not translations.

A catalogue may lack a message, and then gives English; a text that two parties sign may not change its language so.
"""

from collections.abc import Mapping
from typing import Final

from tansiq.domain.decision import Matter
from tansiq.domain.names import Names
from tansiq.language import LANGUAGES

_TEXT: Final = Names(
    "The parties agree to version %(version)s of “%(title)s”, as entered in the register.",
    "يتفق الطرفان على النسخة %(version)s من «%(title)s» كما هي مدوّنة في السجل.",
    "هەردوو لایەن لەسەر وەشانی %(version)s لە «%(title)s» ڕێک دەکەون، وەک لە تۆمارەکەدا نووسراوە.",
)
# One sentence made from the facts; further terms follow in each party's own words.
DECIDED: Final[Mapping[Matter, Names]] = {
    Matter.AGREEMENT: _TEXT,
    Matter.ANNEX: _TEXT,
    Matter.GAP_CLOSED: Names(
        "Security gap %(about)s is closed. From then on the ground is held by %(unit)s of %(party)s.",
        "تُغلق الثغرة الأمنية %(about)s. ويمسك الأرض منذ ذلك الحين %(unit)s من %(party)s.",
        "بۆشایی ئەمنیی %(about)s دادەخرێت. لەو کاتەوە %(unit)s لە %(party)s زەوییەکە ڕادەگرێت.",
    ),
    Matter.GAP_REOPENED: Names(
        "Security gap %(about)s is open again: the ground is not held as was agreed.",
        "الثغرة الأمنية %(about)s مفتوحة من جديد: الأرض ليست ممسوكة كما اتُّفق.",
        "بۆشایی ئەمنیی %(about)s دیسان کراوەیە: زەوییەکە بەو شێوەیەی ڕێککەوتنی لەسەر بوو ڕانەگیراوە.",
    ),
    Matter.GATE_MET: Names(
        "Both parties have seen the evidence: %(about)s is met.",
        "اطّلع الطرفان على الدليل: تمّ الوفاء بـ %(about)s.",
        "هەردوو لایەن بەڵگەکەیان بینیوە: %(about)s جێبەجێ بووە.",
    ),
    Matter.JOINT_CHECKPOINT_OPENED: Names(
        "Joint checkpoint %(about)s is opened and manned by both parties.",
        "تُفتح نقطة التفتيش المشتركة %(about)s ويشغلها الطرفان.",
        "بازگەی هاوبەشی %(about)s دەکرێتەوە و هەردوو لایەن تێیدا دەبن.",
    ),
    Matter.JOINT_CHECKPOINT_CLOSED: Names(
        "Joint checkpoint %(about)s is closed.",
        "تُغلق نقطة التفتيش المشتركة %(about)s.",
        "بازگەی هاوبەشی %(about)s دادەخرێت.",
    ),
    Matter.SWEEP_ORDERED: Names(
        "Sweep %(about)s is ordered, to be carried out jointly as planned.",
        "يُؤمر بعملية التمشيط %(about)s على أن تُنفَّذ معاً وفق الخطة.",
        "فەرمانی پشکنینی %(about)s دەدرێت، بەپێی پلان پێکەوە جێبەجێ دەکرێت.",
    ),
    Matter.MOVEMENT_STOPPED: Names(
        "Movement %(about)s is stopped.", "تُوقَف الحركة %(about)s.", "جووڵەی %(about)s ڕادەگیرێت."
    ),
    Matter.RELEASE_RECALLED: Names(
        "The release of %(about)s is recalled.",
        "تُسحب إتاحة %(about)s.",
        "بەردەستکردنی %(about)s دەکشێنرێتەوە.",
    ),
}


def decided_text(matter: Matter, facts: Mapping[str, str | Names], further: Mapping[str, str]) -> dict[str, str]:
    """Return what is decided, in every language: one sentence made from the facts, then the further terms.

    Parameters
    ----------
    matter, facts
        What is decided, and the facts; names in the language of each text.
    further
        What else is to hold, by language.
    """
    return {language: _decided(matter, facts, further.get(language, ""), language) for language in LANGUAGES}


def _decided(matter: Matter, facts: Mapping[str, str | Names], further: str, language: str) -> str:
    given = {name: getattr(each, language) if isinstance(each, Names) else each for name, each in facts.items()}
    sentence = getattr(DECIDED[matter], language) % given
    return f"{sentence}\n{further}" if further else str(sentence)
