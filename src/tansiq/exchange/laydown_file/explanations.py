"""What each column means, in one sentence for the person who fills it in."""

from typing import Final

from tansiq.exchange.laydown_file.columns import TableName
from tansiq.language import N_

INTRODUCTION: Final = (
    N_(
        "Tansiq laydown: where the posts of two parties stand. Replace the examples on every sheet, and the title and "
        "the time on the sheet “laydown”; write no beside fictional if the posts are real."
    ),
    N_("Do not rename sheets or headings. Write nothing about persons: no names of people, telephones, plates."),
    N_("Times need a zone: 2026-11-22T14:30+03:00, or the date-time group 22 1430C NOV 26."),
    N_("Positions: latitude and longitude in decimal degrees (WGS 84), or MGRS with its zone (37S, 38S), or both."),
)
HEADINGS: Final = (N_("sheet"), N_("column"), N_("what to write"))

_NAME: Final = {
    "name_en": N_("Name in English. May be empty."),
    "name_ar": N_("Name in Arabic. May be empty."),
    "name_ckb": N_("Name in Sorani Kurdish. May be empty."),
}
_POSITION: Final = {
    "lat": N_("Latitude in decimal degrees, WGS 84, with a point: 36.123456. Empty if mgrs is given."),
    "lon": N_("Longitude in decimal degrees, WGS 84, with a point: 43.123456. Empty if mgrs is given."),
    "mgrs": N_("MGRS reference with its zone: 38S LF 12345 67890. Beside lat and lon it only checks them."),
}

EXPLANATIONS: Final[dict[TableName, dict[str, str]]] = {
    "posts": {
        "id": N_("Short name of the post, different for every post. Must be filled in."),
        "party": N_("Key of the party that mans it, as on the sheet “parties”. Must be filled in."),
        **_NAME,
        **_POSITION,
        "eye_m": N_("Height of the observer's eye above the ground, metres. Empty: 5."),
        "range_day_m": N_("Farthest a person is detected by day, metres. Empty: 4000."),
        "range_night_m": N_("Farthest a person is detected by night, metres. Empty: 2000."),
        "detect_per_min_day": N_("Detections of a person right at the post per minute, by day. Empty: 0.2."),
        "detect_per_min_night": N_("Detections of a person right at the post per minute, by night. Empty: 0.1."),
        "manned": N_("Daily hours, local time: 06:00-18:00, 18:00-06:00. Empty: always."),
        "confirmed_at": N_("When the post's state was last confirmed, with a zone. Empty: never, so not trusted."),
        "reaction_mode": N_("foot or vehicle, if a reaction element stands here. Empty: none."),
        "reaction_ready_min": N_("Minutes from alarm until the reaction element leaves. Empty: no element."),
    },
    "parties": {
        "id": N_("Key of the party: small letters a to z, digits, hyphens. Exactly two parties."),
        **_NAME,
        "side": N_("left or right of the seam, looking along it from its first kilometre. May be empty."),
    },
    "laydown": {
        "format": N_("Leave as it is: tansiq-laydown/1."),
        "title_en": N_("Title in English. May be empty."),
        "title_ar": N_("Title in Arabic. May be empty."),
        "title_ckb": N_("Title in Sorani Kurdish. May be empty."),
        "fictional": N_("yes for an exercise, which every map then says; no or empty for real posts."),
        "as_of": N_("The moment this laydown describes, with a zone. Should be filled in."),
    },
    "terms": {
        "respond_within_min": N_("Response time the agreement asks for, minutes. Empty: 45."),
        "share_within_min": N_("Minutes from one party logging a sighting to the other reading it. Empty: 60."),
        "stale_after_h": N_("Hours after which a post that was not confirmed is not trusted. Empty: 24."),
    },
    "sectors": {
        "id": N_("Short name of the sector, different for every sector. Must be filled in."),
        **_NAME,
        "from_km": N_("Kilometre along the seam where the sector starts. Must be filled in."),
        "to_km": N_("Kilometre along the seam where it ends. Must be filled in. Sectors do not overlap."),
        "respond_within_min": N_("Response time asked for here, minutes. Empty: that of the sheet “terms”."),
        "partner_may_respond": N_("yes or no: may a party answer the partner's sighting here. Empty: yes."),
    },
    "centres": {
        "id": N_("Short name of the joint coordination centre. Must be filled in."),
        **_NAME,
        **_POSITION,
    },
    "brigades": {
        "id": N_("Number of the joint coordination brigade, such as 20. Must be filled in."),
        **_NAME,
        "state": N_("formed or deployed. Must be filled in."),
        "awaiting": N_(
            "What it still waits for, with spaces between: budget appointment_orders pay equipment training "
            "deployment_site."
        ),
    },
}
