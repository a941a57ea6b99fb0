"""What the worker does with notices: says which messages each becomes, sends them, and keeps the log.

A message is written down as tried before it leaves and as sent afterwards. Between the two lies the only instant in
which a death leaves the answer open; the message then goes again, under the same id, by which a gateway knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.config import Config
from core.contracts import Message, NoticeKind
from core.db import Database, Scope, ScopedSession, WriteBusy
from core.db.ids import new_id
from core.i18n import N_
from core.jobs.drain import Handler, Inside, Outside
from core.jobs.models import Outbox
from core.jobs.rules import fault
from core.jobs.services import emit
from core.notices import queries, rules
from core.notices.channels import LOGGED, SMS
from core.notices.models import Delivery, Digest, Notice, NoticeSettings
from core.notices.services import TOPIC
from core.notices.texts import digest_message, message_of
from core.tenancy.models import Tenant

MESSAGES = "messages"
READ, DONE = N_("已经在系统里看过"), N_("事情已经办结")
TAKEN_BACK = N_("收件人已经取消这种接收方式")
NO_GATEWAY = N_("没有短信网关，查询码不写进记录")
# A gateway that did not answer is left alone for as long: a row of dead messages keeps no other effect waiting.
REST = 30.0


class Unreachable(RuntimeError):
    """A gateway did not answer a moment ago; it is not asked again so soon."""


class Post:
    """The sending side of one worker."""

    def __init__(self, database: Database, config: Config) -> None:
        self.database = database
        self.config = config
        self._senders: dict[str, Callable[[Message], str]] = {}
        self._down: dict[str, float] = {}

    @property
    def handlers(self) -> dict[str, Handler]:
        """What the worker drains by."""
        return {TOPIC: Inside(queue_up), MESSAGES: Outside(self.send)}

    def send(self, session: ScopedSession, rows: Sequence[Outbox]) -> Mapping[UUID, Exception]:
        """Send what each row names, a single notice or a digest.

        Returns:
            Row → why it did not go; the others went, or need not go any more.
        """
        failed: dict[UUID, Exception] = {}
        for row in rows:
            try:
                if "digest" in row.payload:
                    self._send_digest(session.tenant, UUID(row.payload["digest"]))
                else:
                    self._send_one(session.tenant, UUID(row.payload["delivery"]))
            except WriteBusy:
                raise
            except Exception as error:
                failed[row.id] = error
        return failed

    def _send_one(self, tenant: int, delivery_id: UUID) -> None:
        with self.database.write(Scope.one(tenant)) as session:
            delivery = session.get(Delivery, (tenant, delivery_id))
            if delivery is None or delivery.state not in {rules.QUEUED, rules.FAILED}:
                return
            notice = session.get_one(Notice, (tenant, delivery.notice_id))
            address, private = _address(session, notice, delivery), _private(notice)
            why = _needless(session, notice) or ("" if address else TAKEN_BACK)
            if private is not None and not self.config.gateways.get(delivery.channel):
                why = NO_GATEWAY  # a secret does not lie in a folder
            if why:
                delivery.state, delivery.why = rules.DROPPED, why
                return
            delivery.attempts += 1
            place = session.get_one(Tenant, tenant)
            words = private(session, notice.matter_id) if private is not None else ""
            message = message_of(delivery, notice, address, place.name, self.config.public_url, words)
        self._away(tenant, [delivery_id], message)

    def _send_digest(self, tenant: int, digest_id: UUID) -> None:
        with self.database.write(Scope.one(tenant)) as session:
            digest = session.get_one(Digest, (tenant, digest_id))
            rows = session.execute(
                select(Delivery, Notice)
                .join(Notice, (Notice.tenant_id == Delivery.tenant_id) & (Notice.id == Delivery.notice_id))
                .where(Delivery.digest_id == digest_id, Delivery.state.in_((rules.QUEUED, rules.FAILED)))
                .order_by(Delivery.queued_at, Delivery.id)
            ).all()
            going: list[tuple[Delivery, Notice]] = []
            address = ""
            for delivery, notice in rows:
                address = _address(session, notice, delivery)
                if why := _needless(session, notice) or ("" if address else TAKEN_BACK):
                    delivery.state, delivery.why = rules.DROPPED, why
                else:
                    delivery.attempts += 1
                    going.append((delivery, notice))
            if not going:
                return
            place = session.get_one(Tenant, tenant)
            notices = [notice for _, notice in going]
            message = digest_message(digest, notices, address, place.name, self.config.public_url)
            ids = [delivery.id for delivery, _ in going]
        self._away(tenant, ids, message)

    def _away(self, tenant: int, ids: Sequence[UUID], message: Message) -> None:
        try:
            answer = self._deliver(message)
        except Exception as error:
            self._note(tenant, ids, rules.FAILED, fault(error))
            raise
        self._note(tenant, ids, rules.LOGGED if answer == LOGGED else rules.SENT, answer)

    def _deliver(self, message: Message) -> str:
        if monotonic() < self._down.get(message.channel, 0.0):
            raise Unreachable(message.channel)
        if message.channel not in self._senders:
            self._senders[message.channel] = plugins.registry().channels[message.channel].sender(self.config)
        try:
            return self._senders[message.channel](message)
        except OSError:
            self._down[message.channel] = monotonic() + REST
            raise

    def _note(self, tenant: int, ids: Sequence[UUID], state: str, why: str) -> None:
        with self.database.write(Scope.one(tenant)) as session:
            for delivery in session.scalars(select(Delivery).where(Delivery.id.in_(ids))):
                delivery.state, delivery.why = state, why[:200]
                delivery.sent_at = time.now() if state in {rules.SENT, rules.LOGGED} else None


def queue_up(session: ScopedSession, row: Outbox) -> None:
    """Make of each notice the messages that its people want: now, when their quiet hours end, or in the next digest."""
    ids = [UUID(written) for written in row.payload["ids"]]
    notices = session.scalars(select(Notice).where(Notice.id.in_(ids)).order_by(Notice.id)).all()
    anybody = session.scalars(select(NoticeSettings.account_id).limit(1)).first() is not None
    for notice in notices:
        kind = plugins.registry().notice_kinds.get(notice.kind)
        if kind is None:
            continue
        if kind.private is not None:
            _queue(session, notice, rules.PARTY, SMS, rules.NOW, rules.NEVER_QUIET)
            continue
        if notice.recipient == rules.PARTY:
            for channel in sorted(queries.consents(session, notice.matter_id)):
                _queue(session, notice, rules.PARTY, channel, rules.NOW, rules.QUIET)
            continue
        for account_id in _people(session, kind, notice) if anybody else ():
            wanted = queries.wanted(session, account_id)
            for channel in sorted(wanted.addresses.keys() & plugins.registry().channels.keys()):
                quiet = (wanted.quiet_from, wanted.quiet_to)
                _queue(session, notice, str(account_id), channel, wanted.modes[kind.code], quiet)


def _people(session: ScopedSession, kind: NoticeKind, notice: Notice) -> Sequence[UUID]:
    if notice.account_id is not None:
        return (notice.account_id,)
    return sorted(kind.matter.people(session, notice.matter_id))


def _queue(
    session: ScopedSession, notice: Notice, addressee: str, channel: str, mode: str, quiet: tuple[int, int]
) -> None:
    if mode == rules.NONE:
        return
    now = time.now()
    delivery = Delivery(
        tenant_id=session.tenant,
        id=new_id(),
        notice_id=notice.id,
        addressee=addressee,
        channel=channel,
        state=rules.WAITING if mode == rules.DAILY else rules.QUEUED,
        queued_at=now,
    )
    session.add(delivery)
    if mode == rules.NOW:
        payload = {"delivery": str(delivery.id)}
        emit(session, MESSAGES, str(delivery.id), payload, priority=90, at=rules.allowed_at(now, *quiet))


def _address(session: ScopedSession, notice: Notice, delivery: Delivery) -> str:
    """Where a message goes now; empty where the person turned the channel off, or the party took their word back."""
    if delivery.addressee != rules.PARTY:
        return queries.wanted(session, UUID(delivery.addressee)).addresses.get(delivery.channel, "")
    if _private(notice) is None and delivery.channel not in queries.consents(session, notice.matter_id):
        return ""
    return plugins.registry().matters[notice.matter].telephone(session, notice.matter_id)


def _private(notice: Notice) -> Callable[[ScopedSession, UUID], str] | None:
    """What makes the words of a message that are kept nowhere; None for every usual kind."""
    kind = plugins.registry().notice_kinds.get(notice.kind)
    return kind.private if kind is not None else None


def _needless(session: ScopedSession, notice: Notice) -> str:
    """Why a message need not go any more; empty where it must."""
    if notice.read_at is not None:
        return READ
    if notice.recipient == rules.PARTY:
        return ""  # that a case ended is news to its party
    kind = plugins.registry().notice_kinds.get(notice.kind)
    if kind is None or notice.matter_id not in kind.matter.alive(session, {notice.matter_id}):
        return DONE
    return ""
