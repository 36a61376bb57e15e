"""What is paid, as postings state it: numbers in any spelling, currencies, periods, ranges in words."""

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation

from core.currencies import CURRENCIES

_MAX = 2**31 - 1
_GROUP = 3  # digits between two separators of thousands
_NUMBER = r"\d++(?:[.,'\u2019\u00a0\u202f ]\d++)*+"
_THOUSANDS = r"\s?([kKmM](?![a-zA-Z]))?"
_AMOUNT = re.compile(rf"({_NUMBER}){_THOUSANDS}")
_TO = r"[^\d.,]{0,12}?(?:[-\u2013\u2014/]|\b(?:to|bis|and|und|et|till)\b|\u00e0|\.{2,3})[^\d.,]{0,12}?"
_RANGE = re.compile(rf"({_NUMBER}){_THOUSANDS}{_TO}({_NUMBER}){_THOUSANDS}", re.IGNORECASE)
_FACTORS = {"k": 1000, "m": 1_000_000}
# A plain dollar sign is that of twenty currencies and stands for none.
_SYMBOLS = {"US$": "USD", "CA$": "CAD", "C$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "S$": "SGD",
            "HK$": "HKD", "R$": "BRL", "MX$": "MXN", "€": "EUR", "£": "GBP", "₹": "INR", "zł": "PLN", "₪": "ILS",
            "₩": "KRW", "₺": "TRY", "₴": "UAH", "₫": "VND", "₱": "PHP", "Kč": "CZK", "CHF": "CHF"}  # fmt: skip
_SYMBOL = re.compile("|".join(re.escape(symbol) for symbol in sorted(_SYMBOLS, key=len, reverse=True)))
_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3})[\s$]?(?=\d)|(?<=[\dkKmM])\s?([A-Z]{3})(?![A-Za-z])")
_PERIODS = {
    "hour": re.compile(r"\b(?:hour|hr|hourly|hur|stunde|std|heure|p1h|pt1h)", re.IGNORECASE),
    "day": re.compile(r"\b(?:day|daily|tag\b|jour|p1d)", re.IGNORECASE),
    "week": re.compile(r"\b(?:week|wee\b|woche|semaine|p1w)", re.IGNORECASE),
    "month": re.compile(r"\b(?:month|mon\b|monat|mois|p1m)", re.IGNORECASE),
    "year": re.compile(r"\b(?:year|yr|annual|annum|ann\b|jahr|p\.?a\b|an\b|p1y|yearly)", re.IGNORECASE),
}
_MORE_THAN_ONE = re.compile(r"\s*(?:[02-9]|\d\d+)[\s_-]*(?:hour|day|week|month|year)s?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Salary:
    """Whole major units, least and most, and what they are of and for; each part may be unknown."""

    least: int | None = None
    most: int | None = None
    currency: str | None = None
    period: str | None = None

    def fields(self) -> dict[str, int | str | None]:
        return {
            "salary_min": self.least,
            "salary_max": self.most,
            "salary_currency": self.currency,
            "salary_period": self.period,
        }


def salary(least: object, most: object, currency: object = None, unit: object = None) -> Salary:
    """A range from its parts, turned where it is the wrong way round; nothing where no amount above 0 is stated."""
    low, high = amount(least), amount(most)
    if low is not None and high is not None and low > high:
        low, high = high, low
    lowest, highest = _whole(low, ROUND_FLOOR), _whole(high, ROUND_CEILING)
    if lowest is None and highest is None:
        return Salary()
    return Salary(lowest, highest, currency_of(currency), period_of(unit))


def salary_in(text: str) -> Salary:
    """The range or amount that a short text like `€60k to €70k per year` states."""
    text = text[:300]
    currency, unit = currency_of(text), period_of(text)
    if match := _RANGE.search(text):
        low, low_factor, high, high_factor = match.groups(default="")
        return salary(low + (low_factor or high_factor), high + high_factor, currency, unit)
    if match := _AMOUNT.search(text):
        return salary(match[0], match[0], currency, unit)
    return Salary()


def amount(value: object) -> Decimal | None:
    """A positive amount of money from a number or a text such as `60,000`, `60.000,50`, `1'200` or `60k`."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _positive(str(value)[:40], 1)
    if not isinstance(value, str) or not (match := _AMOUNT.search(value[:100])):
        return None
    return _positive(_plain(match[1]), _FACTORS.get((match[2] or "").lower(), 1))


def currency_of(value: object) -> str | None:
    """The ISO 4217 code that a text is, has beside a number, or means by a symbol of one currency only."""
    if not isinstance(value, str):
        return None
    text = value[:300].strip()
    if text.upper() in CURRENCIES:
        return text.upper()
    for before, behind in _CODE.findall(text):
        if (code := before or behind) in CURRENCIES:
            return str(code)
    found = _SYMBOL.search(text)
    return _SYMBOLS[found[0]] if found else None


def period_of(value: object) -> str | None:
    """`hour`, `day`, `week`, `month` or `year` from texts such as `HOUR`, `per annum`, `1 YEAR` or `per-hour-wage`."""
    if not isinstance(value, str) or _MORE_THAN_ONE.fullmatch(text := value[:300].replace("_", "-")):
        return None
    return next((period for period, words in _PERIODS.items() if words.search(text)), None)


def _positive(text: str, factor: int) -> Decimal | None:
    try:
        number = Decimal(text) * factor
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 < number <= _MAX else None


def _plain(text: str) -> str:
    """Digits with a point at most: a last separator with three digits behind groups, with one or two it divides."""
    text = re.sub(r"[\s'\u2019]", "", text)
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text
    whole, rest = re.sub(r"[.,]", "", text[:last]), text[last + 1 :]
    return f"{whole}.{rest}" if len(rest) != _GROUP else whole + rest


def _whole(number: Decimal | None, rounding: str) -> int | None:
    return None if number is None else min(int(number.to_integral_value(rounding)), _MAX) or None
