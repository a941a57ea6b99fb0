"""Visitors over HTTP who hand in application after application, whatever dies under them, and keep the receipts."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from plugins.approval.demo_road import PEOPLE
from tests.plugins.approval.road import BOOTH
from tests.sample import MENGYUE

HOME = f"/t/{MENGYUE}"
HIDDEN = re.compile(r'<input[^>]* name="(csrf_token|key|version)"[^>]* value="([^"]*)"')
RECEIPT = re.compile(r"/receipt/([0-9a-f-]{36})$")
WHO = PEOPLE["金样乙"].party("样址")
DETAILS = {"place": "街心", "facility": "其他设施", "area": "12", "begins": "2026-12-01", "purpose": "样用"}


class Stopped(Exception):
    """The time is up."""


@dataclass
class Told:
    """What visitors know in the end: applicant → case of the receipt, and who left before there was an answer."""

    receipts: dict[str, str] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    lost: int = 0


@dataclass
class Answer:
    """A response as far as a visitor needs it."""

    status: int
    location: str
    text: str


class Visitor:
    """One browser at a time; each application is one's own, under a name nobody else has."""

    def __init__(self, name: str, ports: Callable[[], list[int]], told: Told, stop: threading.Event) -> None:
        self.name = name
        self.ports = ports
        self.told = told
        self.stop = stop
        self.chance = random.Random(name)
        self.cookie = ""

    def run(self) -> None:
        """Hand in applications until told to stop."""
        number = 0
        while not self.stop.is_set():
            number += 1
            try:
                self.hand_in(f"{self.name}{number}")
            except Stopped:
                return

    def hand_in(self, applicant: str) -> None:
        """From the guide to the receipt; one in ten leaves when the last answer does not come."""
        self.cookie = ""
        leaves = self.chance.random() < 0.1
        answer = self.fill(f"{HOME}/items/{BOOTH}", {}, f"{HOME}/items/{BOOTH}/start")
        who = {"name": applicant, "id_number": WHO.id_number, "phone": WHO.phone, "address": WHO.address}
        for typed in (who, DETAILS, {}):
            answer = self.fill(answer.location, typed)
            assert answer.status == 303, (answer.status, answer.text)
        assert answer.location.endswith("/check"), answer.location
        self.told.left.add(applicant)
        answer = self.fill(answer.location, {}, stays=not leaves)
        if answer.status == 0:
            return
        found = RECEIPT.search(answer.location)
        assert found, (answer.status, answer.location, answer.text)
        self.told.left.remove(applicant)
        self.told.receipts[applicant] = found[1]

    def fill(self, page: str, typed: Mapping[str, str], to: str = "", *, stays: bool = True) -> Answer:
        """Open a page and send its form; the same form again, with its key, until there is an answer."""
        hidden = dict(HIDDEN.findall(self.ask("GET", page).text))
        return self.ask("POST", to or page, urlencode({**hidden, **typed}), stays=stays)

    def ask(self, method: str, path: str, body: str = "", *, stays: bool = True) -> Answer:
        """One request to a server that lives, again until there is an answer.

        Args:
            stays: False for somebody who leaves when no answer comes to the first; its status is 0 then.
        """
        while not self.stop.is_set():
            try:
                answer = self._ask(method, path, body)
            except (OSError, http.client.HTTPException):
                self.told.lost += 1
            else:
                if answer.status < 500:
                    return answer
            if not stays:
                return Answer(0, "", "")
            time.sleep(0.1)
        raise Stopped

    def _ask(self, method: str, path: str, body: str) -> Answer:
        ports = self.ports()
        if not ports:
            raise ConnectionError
        connection = http.client.HTTPConnection("127.0.0.1", self.chance.choice(ports), timeout=30)
        try:
            headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, path, body.encode(), headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        if given := response.headers.get("Set-Cookie"):
            self.cookie = given.partition(";")[0]
        return Answer(response.status, response.headers.get("Location", ""), text)
