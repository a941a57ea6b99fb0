"""Invented names of townships and people: the same ones on every run, and nobody's."""

from __future__ import annotations

from dataclasses import dataclass

from core.db.crypto import blind_index

FIRST = "云石清白龙凤青金银玉松竹梅兰桂枫柏杨柳桃李杏荷莲菊茶麻竹米稻豆麦泉溪江河湖海潭"
SECOND = "溪桥河山岭坡坪坝湾塘沟谷洞崖峰林田园庄寨屯堡营盘城关渡口浦洲岛滩井泉池源头尾坑洼台"
SURNAMES = "排思李何金曹寸囊方勒岳杨雷陶孔线郎多岩尹"
GIVEN = "甲乙丙丁戊己庚辛壬癸早诺相木干弄腊翁保闷"
COUNTY, PROVINCE = 990001, 990000  # no division has such a code
TOWNSHIPS_OF_ONE = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A township's code and the word its number and units begin with."""

    code: int
    short: str


@dataclass(frozen=True, slots=True)
class Someone:
    """A party: an ID number in an area that does not exist, with no check digit that would fit."""

    name: str
    id_number: str
    phone: str
    index: str


def places(number: int) -> list[Place]:
    """So many townships, a hundred to a county."""
    return [
        Place(
            (COUNTY + place // TOWNSHIPS_OF_ONE) * 1000 + 1 + place % TOWNSHIPS_OF_ONE,
            f"样{FIRST[place % len(FIRST)]}{SECOND[place // len(FIRST) % len(SECOND)]}{'' if place < 1600 else '二'}",
        )
        for place in range(number)
    ]


def people() -> list[Someone]:
    """Four hundred parties."""
    found = []
    for number in range(len(SURNAMES) * len(GIVEN)):
        name = f"{SURNAMES[number % len(SURNAMES)]}样{GIVEN[number // len(SURNAMES)]}"
        id_number = f"990000{1940 + number % 65}{1 + number % 12:02}{1 + number % 28:02}{number:03}0"
        found.append(Someone(name, id_number, f"1990000{number:04}", blind_index(id_number, "id_number")))
    return found
