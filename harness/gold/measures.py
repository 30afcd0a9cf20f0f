"""Units of measure: what a length, an area, a mass, a volume or a temperature is in another unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from harness.text.amounts import Amount
from harness.text.words import word_set

ROUNDED = 0.035
"""How far from a value, in parts of it, one may lie that was converted and rounded: 300 feet for 90 metres."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit: what it measures, and how many base units it is.

    The base units are the metre, square metre, kilogram, litre, watt, watt-hour, byte, kilometre an hour and degree.

    `zero` is where its scale begins, in base units: 32 degrees Fahrenheit are 0 Celsius.
    """

    dimension: str
    factor: float
    zero: float = 0.0


_METRES = {
    "millimetre": 0.001, "millimeter": 0.001, "mm": 0.001, "centimetre": 0.01, "centimeter": 0.01, "cm": 0.01,
    "metre": 1.0, "meter": 1.0, "kilometre": 1000.0, "kilometer": 1000.0, "km": 1000.0, "inch": 0.0254,
    "foot": 0.3048, "feet": 0.3048, "ft": 0.3048, "yard": 0.9144, "mile": 1609.344,
}  # fmt: skip
_KILOGRAMS = {
    "gram": 0.001, "gramme": 0.001, "kilogram": 1.0, "kilo": 1.0, "kg": 1.0, "tonne": 1000.0, "ton": 1000.0,
    "ounce": 0.02835, "lb": 0.45359,
}  # fmt: skip
_LITRES = {
    "millilitre": 0.001, "milliliter": 0.001, "litre": 1.0, "liter": 1.0, "gallon": 3.785, "barrel": 158.987,
}  # fmt: skip
_SQUARES = {"km\u00b2": 1e6, "km2": 1e6, "sqkm": 1e6, "m\u00b2": 1.0, "m2": 1.0}
_AREAS = {"hectare": 10_000.0, "acre": 4046.86}
_PREFIXES = {"kilo": ("k", 1e3), "mega": ("m", 1e6), "giga": ("g", 1e9), "tera": ("t", 1e12)}
_WATTS = {"watt": 1.0} | {
    name: factor for prefix, (letter, factor) in _PREFIXES.items() for name in (f"{prefix}watt", f"{letter}w")
}
_WATT_HOURS = {f"{letter}wh": factor for letter, factor in _PREFIXES.values()}
_BYTES = {"byte": 1.0} | {
    name: factor for prefix, (letter, factor) in _PREFIXES.items() for name in (f"{prefix}byte", f"{letter}b")
}
_SPEEDS = {"mph": 1.609344, "kph": 1.0, "kmh": 1.0, "km/h": 1.0, "knot": 1.852}
_DEGREES = {"celsius": Measure("temperature", 1.0), "fahrenheit": Measure("temperature", 5 / 9, -160 / 9)}
CURRENCIES = word_set(
    "dollar euro pound yen won ruble rouble hryvnia rupee lira shekel franc crown krona krone kronor peso rand yuan "
    "renminbi zloty forint baht ringgit dirham"
)
_POUND = Measure("mass", 0.45359)
"""A pound where masses are told; elsewhere it is money."""

_ALIKE = {"length", "speed"}
"""What one number may be of in two spellings: `40 km/h` is read as kilometres, `40 kph` as a speed."""

_AMBIGUOUS = word_set("pound won crown rand")
"""Currencies whose names mean something else too."""

_KNOWN = {
    "length": _METRES, "mass": _KILOGRAMS, "volume": _LITRES, "area": _AREAS, "power": _WATTS, "energy": _WATT_HOURS,
    "data": _BYTES, "speed": _SPEEDS,
}  # fmt: skip


def measure_of(units: Sequence[str]) -> Measure | None:
    """Return the unit of measure that the base forms of a noun phrase begin with, if any: `square mile of forest`."""
    return _measure_of(units[0], units[1] if len(units) > 1 else "") if units else None


@lru_cache(maxsize=1 << 12)
def _measure_of(first: str, second: str) -> Measure | None:
    if first in _SQUARES:
        return Measure("area", _SQUARES[first])
    if first == "square" and second in _METRES:
        return Measure("area", _METRES[second] ** 2)
    if first == "cubic" and second in _METRES:
        return Measure("volume", 1000 * _METRES[second] ** 3)
    if first == "nautical" and second == "mile":
        return Measure("length", 1852.0)
    if first == "degree":
        return _DEGREES.get(second)
    if first in _WATTS and second == "hour":
        return Measure("energy", _WATTS[first])
    return next((Measure(dimension, known[first]) for dimension, known in _KNOWN.items() if first in known), None)


def is_measured(units: Sequence[str]) -> bool:
    """Whether a noun phrase may begin with a unit of measure; pounds may be money."""
    return measure_of(units) is not None or units[:1] in (("pound",), ["pound"])


def converted(amount: Amount, units: Sequence[str], into: Sequence[str]) -> Amount | None:
    """Return an amount in another unit; None where the two do not measure one thing, or are the same unit."""
    source, target = _measure_beside(units, into), _measure_beside(into, units)
    if source is None or target is None or source.dimension != target.dimension or source == target:
        return None
    if amount.is_share or amount.magnitude:
        return None
    low, high = (
        ((end * source.factor + source.zero) - target.zero) / target.factor for end in (amount.low, amount.high)
    )
    return replace(amount, low=low, high=high)


def _measure_beside(units: Sequence[str], other: Sequence[str]) -> Measure | None:
    """Return a unit of measure; of pounds beside another unit of mass that of mass."""
    found, beside = measure_of(units), measure_of(other)
    is_pound = found is None and is_measured(units)
    return _POUND if is_pound and beside is not None and beside.dimension == "mass" else found


def are_other_units(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two noun phrases begin with units of measure or currencies of which none is the other."""
    ours, theirs = _unit_of(one), _unit_of(other)
    if ours is None or theirs is None or {ours.dimension, theirs.dimension} == _ALIKE:
        return False
    if ours.dimension != theirs.dimension:
        return True
    is_known = bool(ours.factor and theirs.factor)
    return is_known and abs(ours.factor - theirs.factor) > ROUNDED * max(ours.factor, theirs.factor)


def has_unit(units: Sequence[str]) -> bool:
    """Whether a noun phrase begins with a unit of measure or a currency that means nothing else."""
    return _unit_of(units) is not None


def _unit_of(units: Sequence[str]) -> Measure | None:
    """Return a unit of measure, a degree of whatever scale, which has no factor, or a currency as its own dimension."""
    found = measure_of(units)
    if found or not units:
        return found
    if units[0] == "degree":
        return Measure("temperature", 0.0)
    return Measure(f"money: {units[0]}", 1.0) if units[0] in CURRENCIES - _AMBIGUOUS else None


def is_about(a: Amount, b: Amount) -> bool:
    """Whether two amounts are the same but for the rounding of a conversion."""
    return (
        all(abs(x - y) <= ROUNDED * max(abs(x), abs(y)) for x, y in ((a.low, b.low), (a.high, b.high)))
        and a.is_share == b.is_share
    )
