"""Which addresses may be told anything: https, on the county's list, and nowhere inside unless the list says so."""

from __future__ import annotations

import pytest

from core.webhooks import rules

LISTED = rules.allowed("hub.example.gov.cn，10.20.0.0/16 192.0.2.7\n127.0.0.1")


@pytest.mark.parametrize(
    "address",
    [
        "https://hub.example.gov.cn/hook",
        "https://HUB.example.gov.cn:8443/hook?a=1",
        "https://10.20.3.4/",
        "https://192.0.2.7",
        "http://127.0.0.1:9/",
    ],
)
def test_a_listed_address_may_be_told(address: str) -> None:
    assert rules.problem(address, LISTED) is None


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://hub.example.gov.cn/", rules.NO_HTTPS),
        ("https://evil.example.cn/", rules.NOT_LISTED),
        ("https://hub.example.gov.cn.evil.cn/", rules.NOT_LISTED),
        ("https://sub.hub.example.gov.cn/", rules.NOT_LISTED),
        ("https://10.21.0.1/", rules.NOT_LISTED),
        ("https://169.254.169.254/latest", rules.NOT_LISTED),
        ("https://[::1]/", rules.NOT_LISTED),
        ("https://2130706433/", rules.NOT_LISTED),
        ("https://u:p@hub.example.gov.cn/", rules.NO_PASSWORD),
        ("https://hub.example.gov.cn@evil.cn/", rules.NO_PASSWORD),
        ("ftp://hub.example.gov.cn/", rules.NO_ADDRESS),
        ("//hub.example.gov.cn/", rules.NO_ADDRESS),
        ("https://hub.example.gov.cn/#part", rules.NO_ADDRESS),
        ("https://hub.example.gov.cn:99999/", rules.NO_ADDRESS),
        ("https://hub.example.gov.cn/\n", rules.NO_ADDRESS),
        ("https://单位.cn/", rules.NO_ADDRESS),
        ("https://" + "a" * 400, rules.NO_ADDRESS),
        ("https://[", rules.NO_ADDRESS),
        ("", rules.NO_ADDRESS),
    ],
)
def test_any_other_address_is_refused_with_the_reason(address: str, why: str) -> None:
    found = rules.problem(address, LISTED)
    assert found is not None
    assert found[0] == why


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("8.8.8.8", True),
        ("10.20.9.9", True),
        ("127.0.0.1", True),
        ("10.21.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fd00::1", False),
        ("::ffff:192.168.1.1", False),
        ("::ffff:8.8.8.8", True),
        ("2002:c0a8:0101::", False),
        ("nonsense", False),
    ],
)
def test_a_name_leads_only_outside_or_to_what_the_list_names_itself(address: str, may: bool) -> None:
    assert rules.allowed("hub.example.gov.cn 10.20.0.0/16 127.0.0.1").reaches(address) is may


def test_an_empty_list_lets_nothing_out() -> None:
    assert rules.problem("https://hub.example.gov.cn/", rules.allowed(" ，\n")) is not None
