"""Masks for personal data: what lists, pages and the search index may show (个人信息保护法 28, 51)."""

from __future__ import annotations

import re

STAR = "*"

COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 "
    "公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 "
    "拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 南荣 第五".split()
)

_PROVINCE = r"(?:[^省]{2,6}省|[^区]{2,8}自治区)?"
_CITY = r"(?:[^市县区州盟]{1,8}?(?:市|自治州|盟|地区))?"
_COUNTY = r"(?:[^县区市旗]{1,10}?(?:自治县|自治旗|县|区|市|旗))?"
_TOWNSHIP = re.compile(rf"^{_PROVINCE}{_CITY}{_COUNTY}[^镇乡]{{1,12}}?(?:街道|镇|民族乡|乡|苏木)")
_ABOVE = re.compile(rf"^{_PROVINCE}{_CITY}{_COUNTY}")


def mask_name(name: str) -> str:
    """Keep the surname: 张* , 欧阳* ; of other scripts the first letter."""
    name = name.strip()
    keep = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:keep] + STAR * (len(name) - keep)


def mask_phone(number: str) -> str:
    """A mobile number as 138****1234; of shorter numbers only the last two digits."""
    number = number.strip()
    if len(number) >= 11:
        return number[:3] + STAR * (len(number) - 7) + number[-4:]
    return _last(number, 2)


def mask_id_number(number: str) -> str:
    """The first two and the last three characters of an identity number."""
    number = number.strip()
    if len(number) <= 5:
        return STAR * len(number)
    return number[:2] + STAR * (len(number) - 5) + number[-3:]


def mask_bank(number: str) -> str:
    """The last four digits of a bank account."""
    return _last(re.sub(r"\s", "", number), 4)


def mask_address(address: str) -> str:
    """The address down to the township (乡、镇、街道); without one, down to the county."""
    address = address.strip()
    found = _TOWNSHIP.match(address) or _ABOVE.match(address)
    shown = found.group() if found else ""
    return shown + (STAR * 4 if len(shown) < len(address) else "")


def _last(text: str, keep: int) -> str:
    """Stars for all but the last `keep`; a text too short to hide anything becomes stars."""
    if len(text) <= keep:
        return STAR * len(text)
    return STAR * (len(text) - keep) + text[-keep:]
