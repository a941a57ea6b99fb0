"""Masks for personal data: what lists, pages and the search index may show (个人信息保护法 28, 51)."""

from __future__ import annotations

import re

STAR = "*"

COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶"
        "太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良"
        "漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘东门西门南荣"
        "第五",
    )
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
