"""Letters can't be made to say more than they should: addresses are mailboxes, headers are one line."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.mail import rules
from core.mail.rules import Letter, Server

ID = UUID(int=5)
AT = dt.datetime(2026, 11, 26, 4, tzinfo=dt.UTC)
FROM = "xiaoneng@county.example"
HEADERS = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"}
CONTENT = {"Content-Type", "Content-Transfer-Encoding"}


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", Server("mail.example", 25)),
        ("smtp://mail.example:587?starttls=1", Server("mail.example", 587, starttls=True)),
        ("smtps://u%40x:p%2Fw@mail.example", Server("mail.example", 465, encrypted=True, user="u@x", password="p/w")),
        ("smtp://u:p@127.0.0.1:2525", Server("127.0.0.1", 2525, user="u", password="p")),
    ],
)
def test_the_url_says_where_and_how(url: str, server: Server) -> None:
    assert rules.server_of(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://mail.example/path",
        "smtp://mail.example?tls=1",
        "smtp://mail.example:port",
        "smtp://u:secret@mail.example",
        "smtp://u:secret@mail.example?starttls=0",
    ],
)
def test_another_url_or_a_password_in_the_clear_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(ValueError) as refused:
        rules.server_of(url)
    assert "secret" not in str(refused.value)


def test_a_password_is_not_printed() -> None:
    assert "secret" not in repr(rules.server_of("smtps://u:secret@mail.example"))


@pytest.mark.parametrize("text", ["a@b.example", " a.b+c@d-e.example ", "root@localhost"])
def test_a_mailbox_is_taken_without_the_spaces_round_it(text: str) -> None:
    assert rules.address(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a@",
        "@b",
        "a@b\nBcc: c@d",
        "a@b\r\n.\r\nQUIT",
        "a@b, c@d",
        "A <a@b>",
        "a b@c",
        "a@b>\x00",
        "a@-b",
        "é@b",
        f"{'a' * 250}@b.cc",
    ],
)
def test_what_is_not_one_mailbox_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        rules.address(text)


@given(st.text(), st.text(), st.text())
def test_no_subject_text_or_file_makes_another_header_or_receiver(subject: str, text: str, name: str) -> None:
    encodable = "".join(each for each in text if not "\ud800" <= each <= "\udfff")
    subject = "".join(each for each in subject if not "\ud800" <= each <= "\udfff")
    made = rules.message(Letter("a@b.example", subject, encodable), FROM, ID, AT)
    head, _, _ = made.as_bytes().partition(b"\r\n\r\n")
    starts = {line.partition(b":")[0].decode() for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))}
    assert starts == HEADERS | CONTENT
    assert made["To"] == "a@b.example"


def test_a_letter_has_its_day_and_a_name_for_good() -> None:
    made = rules.message(
        Letter("a@b.example", "审计\r\nBcc: x@y.example", "你好", {"heads.jsonl": "{}\n"}), FROM, ID, AT
    )
    assert made["Subject"] == "审计 Bcc: x@y.example"
    assert made["Message-ID"] == f"<{ID.hex}@county.example>"
    assert made["Date"].datetime == AT
    assert [part.get_filename() for part in made.iter_attachments()] == ["heads.jsonl"]
    assert made.get_body().get_content() == "你好\n"
