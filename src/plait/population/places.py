"""Invented places: areas, outcodes, postcodes and streets. No letters here are a real postcode area of the United Kingdom."""

import numpy as np

from plait.population.chance import Ints, Texts, chance

# EW and HW are Ellowmere and Harrowfen, the two areas that the packs tell of; the rest are their neighbours.
AREAS = ("EW", "HW", "AW", "BW", "DW", "FW", "GW", "JW", "LW", "MW", "OW", "PW", "RW", "UW", "YW")
SHIFT = 24  # a place is its area times 2 to the SHIFT, plus its number there
HOSTELS = 6  # places of an area that many families share, one of them a refuge
HOSTEL = 1 << (SHIFT - 1)
HOMES_A_POSTCODE = 14
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # those an inward code may have
_POSTCODES = 9 * 10 * len(_LETTERS) ** 2
_FIRST = (
    "Abbey Alder Ash Barley Beech Bell Birch Bishop Bramble Bridge Brook Canal Castle Cedar Chapel Cherry Church Clover "
    "Copper Cross Dale Dock Dove Elder Elm Falcon Farm Fern Ferry Field Forge Fox Garden George Glebe Grange Green Hawthorn "
    "Hazel Heron High Hill Holly Ivy Jubilee King’s Lake Larch Laurel Lime London Lower Maple Market Marsh Meadow Mill "
    "Mulberry New Nightingale North Oak Old Orchard Park Pear Poplar Priory Quarry Queen’s Rectory Ridge River Rowan School "
    "Shepherd South Spring Station Stone Tanner Temple Thistle Tower Union Upper Valley Victoria Vicarage Walnut Water "
    "West Wheat Willow Windmill Wood York"
).split()
_LAST = (
    "Road Street Lane Avenue Close Drive Way Crescent Grove Court Place Terrace Gardens Rise Walk Row".split()
)
_HOUSES = ("Larches", "Cedars", "Hollies", "Elms", "Willows", "Gables")


def homes(households: int, areas: int) -> int:
    """How many homes an area has. Three for each household, as who moves in looks at nobody: few share a home at one time."""
    return max(200, households * 3 // areas)


def area_of(place: Ints) -> Ints:
    return place >> SHIFT


def is_hostel(place: Ints) -> Ints:
    return ((place & ((1 << SHIFT) - 1)) >= HOSTEL).astype(np.int64)


def _written(place: int, street: int, flat: int, house: int) -> tuple[str, str]:
    area, number = place >> SHIFT, place & ((1 << SHIFT) - 1)
    hostel = number >= HOSTEL
    code = (
        _POSTCODES - 1 - (number - HOSTEL)
        if hostel
        else (number // HOMES_A_POSTCODE) * 7919 % (_POSTCODES - HOSTELS)
    )
    digit, rest = divmod(code // 9, 400)
    postcode = f"{AREAS[area]}{code % 9 + 1} {digit}{_LETTERS[rest // 20]}{_LETTERS[rest % 20]}"
    road = f"{_FIRST[street % len(_FIRST)]} {_LAST[street // len(_FIRST) % len(_LAST)]}"
    door = house * 30 + number % HOMES_A_POSTCODE * 2 + 1
    if hostel:
        return f"The {_HOUSES[number - HOSTEL]}, {door % 40 + 1} {road}", postcode
    if flat < 15:
        return f"Flat {flat + 1}, {door} {road}", postcode
    return f"{door} {road}", postcode


def addresses(place: Ints) -> tuple[Texts, Texts]:
    """The street line and the postcode of each place. Neighbours share a postcode and a street."""
    distinct, where = np.unique(place, return_inverse=True)
    block = distinct // HOMES_A_POSTCODE
    street = (chance(0, 71, block // 3) * len(_FIRST) * len(_LAST)).astype(np.int64)
    house = (chance(0, 72, block) * 6).astype(np.int64)
    flat = (chance(0, 73, distinct) * 100).astype(np.int64)
    lines = [
        _written(*row)
        for row in zip(distinct.tolist(), street.tolist(), flat.tolist(), house.tolist(), strict=True)
    ]
    streets = np.array([line for line, _ in lines], dtype=object)
    postcodes = np.array([code for _, code in lines], dtype=object)
    return streets[where], postcodes[where]
