"""Columns about persons, which Tansiq does not take: no names of people, numbers, plates, faces, kin, faith.

A laydown says where posts stand. A column from this list is refused by its heading alone, whatever it holds, and its
values are never repeated in a message.
"""

import re
from typing import Final

# Any one of these words in a heading is enough.
_WORDS: Final = frozenset(
    {
        *("person", "persons", "people", "soldier", "soldiers", "commander", "officer", "civilian", "civilians"),
        *("informant", "sponsor", "suspect", "suspects", "wanted", "watchlist", "detainee"),
        *("phone", "phones", "telephone", "tel", "mobile", "gsm", "msisdn", "imei", "imsi", "email", "whatsapp"),
        *("passport", "nid", "ssn", "identity", "plate", "plates", "vrn", "registration", "vin"),
        *("ethnicity", "ethnic", "race", "sect", "sectarian", "religion", "religious", "faith", "confession"),
        *("tribe", "tribal", "clan", "family", "father", "mother", "spouse", "kin", "nationality", "language"),
        *("surname", "forename", "dob", "birth", "birthdate", "birthday", "birthplace", "age", "gender", "sex"),
        *("photo", "photos", "photograph", "face", "fingerprint", "fingerprints", "biometric", "biometrics", "iris"),
        *("dna", "blood", "salary", "address"),
        *("هاتف", "تلفون", "موبايل", "جوال", "هوية", "جواز", "لوحة", "قومية", "عرق", "طائفة", "مذهب", "دين"),
        *("عشيرة", "قبيلة", "عائلة", "جنسية", "صورة", "بصمة", "ضابط", "آمر", "جندي", "لقب", "عمر", "جنس"),
        *("تەلەفۆن", "تەلەفون", "مۆبایل", "ناسنامە", "پاسپۆرت", "تابلۆ", "نەتەوە", "ئایین", "ئاین", "مەزهەب"),
        *("هۆز", "عەشیرەت", "تیرە", "خێزان", "وێنە", "پەنجەمۆر", "ئەفسەر", "سەرباز", "تەمەن", "ڕەگەز"),
    }
)
# These only together.
_PHRASES: Final = (
    "e_mail",
    "national_id",
    "id_card",
    "id_number",
    "id_no",
    "first_name",
    "last_name",
    "middle_name",
    "full_name",
    "given_name",
    "family_name",
    "mother_tongue",
    "car_number",
    "رقم_السيارة",
    "رقم_الهوية",
    "ژمارەی_ئۆتۆمبێل",
)
_ARTICLE: Final = "ال"
_BREAKS: Final = re.compile(r"[\W_]+")


def is_about_persons(heading: str) -> bool:
    """Tell whether a column of this heading would hold something about persons.

    Words are told apart at anything that is not a letter or digit.
    """
    words = [word.lower() for word in _BREAKS.split(heading) if word]
    stems = {word.removeprefix(_ARTICLE) for word in words} | set(words)
    joined = f"_{'_'.join(words)}_"
    run_together = any(phrase.replace("_", "") in words for phrase in _PHRASES)
    return not stems.isdisjoint(_WORDS) or run_together or any(f"_{phrase}_" in joined for phrase in _PHRASES)
