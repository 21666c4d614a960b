"""Languages that texts are written in: their tags, their names and which way they run.

The site itself speaks the few of `settings.LANGUAGES`. What people write and staff translate may be
in any of these.
"""

import re
import unicodedata

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

# Beside the languages that Django knows by name: those of newcomers and of first peoples.
FURTHER = {
    "ak": ("Akan", _("Akan")),
    "am": ("አማርኛ", _("Amharic")),
    "ay": ("Aymar aru", _("Aymara")),
    "bm": ("Bamanankan", _("Bambara")),
    "cab": ("Garifuna", _("Garifuna")),
    "cak": ("Kaqchikel", _("Kaqchikel")),
    "ceb": ("Cebuano", _("Cebuano")),
    "chk": ("Chuuk", _("Chuukese")),
    "ff": ("Fulfulde", _("Fulah")),
    "fil": ("Filipino", _("Filipino")),
    "gn": ("Avañe'ẽ", _("Guarani")),
    "gu": ("ગુજરાતી", _("Gujarati")),
    "ha": ("Hausa", _("Hausa")),
    "hmn": ("Hmoob", _("Hmong")),
    "ilo": ("Ilokano", _("Ilocano")),
    "kek": ("Q'eqchi'", _("Q'eqchi'")),
    "kjb": ("Q'anjob'al", _("Q'anjob'al")),
    "km": ("ខ្មែរ", _("Khmer")),
    "kmr": ("Kurmancî", _("Northern Kurdish")),
    "kn": ("ಕನ್ನಡ", _("Kannada")),
    "ksw": ("ကညီကျိာ်", _("S'gaw Karen")),
    "ku": ("Kurdî", _("Kurdish")),
    "ln": ("Lingála", _("Lingala")),
    "lo": ("ລາວ", _("Lao")),
    "mam": ("Mam", _("Mam")),
    "mg": ("Malagasy", _("Malagasy")),
    "mh": ("Kajin Majel", _("Marshallese")),
    "mn": ("Монгол", _("Mongolian")),
    "mt": ("Malti", _("Maltese")),
    "my": ("မြန်မာဘာသာ", _("Burmese")),
    "nhe": ("Nahuatl", _("Nahuatl")),
    "nv": ("Diné bizaad", _("Navajo")),
    "ny": ("Chichewa", _("Chichewa")),
    "om": ("Afaan Oromoo", _("Oromo")),
    "pa": ("ਪੰਜਾਬੀ", _("Punjabi")),
    "prs": ("دری", _("Dari")),
    "ps": ("پښتو", _("Pashto")),
    "qu": ("Runa Simi", _("Quechua")),
    "quc": ("K'iche'", _("K'iche'")),
    "rhg": ("Ruáingga", _("Rohingya")),
    "rn": ("Ikirundi", _("Kirundi")),
    "rom": ("Romani", _("Romani")),
    "rw": ("Ikinyarwanda", _("Kinyarwanda")),
    "sd": ("سنڌي", _("Sindhi")),
    "si": ("සිංහල", _("Sinhala")),
    "sm": ("Gagana Sāmoa", _("Samoan")),
    "sn": ("ChiShona", _("Shona")),
    "so": ("Soomaali", _("Somali")),
    "ti": ("ትግርኛ", _("Tigrinya")),
    "tl": ("Tagalog", _("Tagalog")),
    "to": ("Lea fakatonga", _("Tongan")),
    "tzh": ("Tseltal", _("Tzeltal")),
    "tzo": ("Tsotsil", _("Tzotzil")),
    "wo": ("Wolof", _("Wolof")),
    "xh": ("isiXhosa", _("Xhosa")),
    "yi": ("ייִדיש", _("Yiddish")),
    "yo": ("Yorùbá", _("Yoruba")),
    "yua": ("Maaya t'aan", _("Yucatec Maya")),
    "yue": ("粵語", _("Cantonese")),
    "zap": ("Diidxazá", _("Zapotec")),
    "zgh": ("ⵜⴰⵎⴰⵣⵉⵖⵜ", _("Tamazight")),
    "zh": ("中文", _("Chinese")),
    "zu": ("isiZulu", _("Zulu")),
}
# ISO 15924, those that living languages are written in; ISO 3166-1 and the larger UN M.49 areas.
SCRIPTS = """
    Adlm Arab Armn Beng Cans Cher Cyrl Deva Ethi Geor Grek Gujr Guru Hans Hant Hebr Hmng Hmnp Jpan
    Khmr Knda Kore Laoo Latn Mlym Mong Mymr Nkoo Orya Rohg Sinh Syrc Taml Telu Tfng Thaa Thai Tibt
"""
REGIONS = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM
    ZW 001 002 003 005 013 019 029 142 150 419
"""
FROM_RIGHT = """
    ar ckb dv fa he prs ps rhg sd ug ur yi
"""
FROM_RIGHT_SCRIPTS = """
    Adlm Arab Hebr Nkoo Rohg Syrc Thaa
"""
# Where the names of languages are common nouns: "en inglés".
NAMED_IN_SMALL = {"es"}
TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE | re.ASCII)


# The tag of a text whose language nobody said, as in most exports of Polis.
UNSTATED = "und"


class UnknownLanguage(ValueError):
    """A text that is no language tag, or names a language we do not know."""


def canonical(tag: str) -> str:
    """Return a language tag (BCP 47: language, script, region) as it is usually written."""
    match = TAG.fullmatch(tag.strip())
    if match is None:
        raise UnknownLanguage(tag)
    language, script, region = match.groups(default="")
    language, script, region = language.lower(), script.title(), region.upper()
    known = (
        (language in FURTHER or "name" in LANG_INFO.get(language, {}))
        and (not script or script in SCRIPTS.split())
        and (not region or region in REGIONS.split())
    )
    if not known:
        raise UnknownLanguage(tag)
    return "-".join(part for part in (language, script, region) if part)


def direction(tag: str) -> str:
    """Return "rtl" for a language written from right to left, else "ltr"."""
    language, *rest = tag.split("-")
    script = rest[0] if rest and len(rest[0]) == 4 else ""
    from_right = script in FROM_RIGHT_SCRIPTS.split() if script else language in FROM_RIGHT.split()
    return "rtl" if from_right else "ltr"


def own_name(tag: str) -> str:
    """Return what those who speak a language call it."""
    own, rest = part_known(tag)
    name = FURTHER[own][0] if own in FURTHER else LANG_INFO.get(own, {}).get("name_local", tag)
    return with_rest(unicodedata.normalize("NFC", name[:1].upper() + name[1:]), rest)


def name_of(tag: str) -> str:
    """Return what a language is called in the language of the page, as inside a sentence."""
    own, rest = part_known(tag)
    name = (
        str(FURTHER[own][1]) if own in FURTHER else gettext(LANG_INFO[own]["name"]) if own else ""
    )
    if page_language() in NAMED_IN_SMALL:
        name = name[:1].lower() + name[1:]
    return with_rest(name, rest) if name else tag


def both_names(tag: str) -> str:
    """Return a language's name in the language of the page, and its own name, to stand alone."""
    name, own = capfirst(name_of(tag)), own_name(tag)
    return own if name.casefold() == own.casefold() else f"{name} ({own})"


def all_languages() -> list[tuple[str, str]]:
    """List every language there is a name for, by its name in the language of the page."""
    named = {tag for tag, about in LANG_INFO.items() if "name" in about} | set(FURTHER)
    pairs = [(canonical(tag), both_names(canonical(tag))) for tag in named]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def part_known(tag: str) -> tuple[str, str]:
    """Return the longest part of a tag that has a name of its own, and what is left of the tag."""
    parts = tag.lower().split("-")
    for length in range(len(parts), 0, -1):
        known = "-".join(parts[:length])
        if known in FURTHER or "name" in LANG_INFO.get(known, {}):
            return known, "-".join(tag.split("-")[length:])
    return "", ""


def with_rest(name: str, rest: str) -> str:
    return f"{name} ({rest})" if rest else name


def has_interface(tag: str) -> bool:
    """Say whether the site itself speaks a language."""
    return tag in dict(settings.LANGUAGES)


def page_language() -> str:
    return get_language() or settings.LANGUAGE_CODE
