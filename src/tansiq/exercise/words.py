"""What the exercise calls things, in the three languages.

These are names of fictional things stored in records, not messages, so they are written out and not translated when
shown. Designators such as K-017 stay the same in every language: both parties must say the same thing on the radio.
"""

from typing import Final

from tansiq.domain.names import Names

TITLE: Final = Names(
    en="Exercise with fictional forces",
    ar="تمرين بقوات خيالية",
    ckb="مەشقێک بە هێزی خەیاڵی",
)
FEDERAL: Final = Names(
    en="Federal forces (fictional)",
    ar="القوات الاتحادية (خيالية)",
    ckb="هێزە فیدراڵییەکان (خەیاڵی)",
)
REGIONAL: Final = Names(
    en="Regional forces, Peshmerga (fictional)",
    ar="قوات الإقليم، البيشمركة (خيالية)",
    ckb="هێزەکانی هەرێم، پێشمەرگە (خەیاڵی)",
)


def post(designator: str) -> Names:
    """Return the name of a post."""
    return Names(en=f"Post {designator}", ar=f"النقطة {designator}", ckb=f"خاڵی {designator}")


def centre(number: int, place: Names) -> Names:
    """Return the name of a joint coordination centre: its place's, or its number where no place is near."""
    return Names(
        en=f"Joint coordination centre {place.best('en') or number}",
        ar=f"مركز التنسيق المشترك {place.best('ar') or number}",
        ckb=f"سەنتەری هەماهەنگیی هاوبەش {place.best('ckb') or number}",
    )


def sector(number: int, place: Names) -> Names:
    """Return the name of a sector: number and the place of its centre."""
    of = {language: f" ({name})" if (name := place.best(language)) else "" for language in ("en", "ar", "ckb")}
    return Names(en=f"Sector {number}{of['en']}", ar=f"القاطع {number}{of['ar']}", ckb=f"کەرتی {number}{of['ckb']}")


def brigade(number: int) -> Names:
    """Return the name of a joint coordination brigade."""
    return Names(
        en=f"Joint coordination brigade {number}",
        ar=f"لواء التنسيق المشترك {number}",
        ckb=f"لیوای هاوبەشی {number}",
    )
