"""What messages say: the notice and the way to it, in Chinese; no name, no secret, nothing a reader over the shoulder
may not see.
"""

from __future__ import annotations

from collections.abc import Sequence

from core import plugins
from core.contracts import Message
from core.i18n import N_
from core.notices.models import Delivery, Digest, Notice
from core.notices.rules import PARTY, one_line

MANY = 30
STAFF_FOOT = N_("在工作台“消息”里可以设置怎样接收。")
PARTY_FOOT = N_("凭办件编号和查询码在门户“查进度”查看。不想再收到短信，可以在那里取消。")
DIGEST = N_("%(count)d条提醒")
MORE = N_("还有%(count)d条，请到工作台查看。")


def plain(notice: Notice) -> str:
    """A notice in the words it was written in."""
    return notice.words % notice.params if notice.params else notice.words


def message_of(delivery: Delivery, notice: Notice, to: str, place: str, root: str, private: str = "") -> Message:
    """The message of one notice.

    Args:
        private: its whole text, where that is kept nowhere.
    """
    kind = plugins.registry().notice_kinds[notice.kind]
    if private:
        return Message(delivery.id, delivery.channel, to, one_line(f"{place}：{kind.label}"), private)
    party = delivery.addressee == PARTY
    lines = [plain(notice), "" if party else _link(notice, root), PARTY_FOOT if party else STAFF_FOOT]
    subject = one_line(f"{place}：{kind.label}")
    return Message(delivery.id, delivery.channel, to, subject, "\n".join(filter(None, lines)))


def digest_message(digest: Digest, notices: Sequence[Notice], to: str, place: str, root: str) -> Message:
    """The message of a day's notices."""
    lines = []
    for notice in notices[:MANY]:
        lines += [f"· {plain(notice)}", _link(notice, root)]
    if len(notices) > MANY:
        lines.append(MORE % {"count": len(notices) - MANY})
    subject = one_line(f"{place}：{DIGEST % {'count': len(notices)}}")
    return Message(digest.id, digest.channel, to, subject, "\n".join(filter(None, [*lines, "", STAFF_FOOT])))


def _link(notice: Notice, root: str) -> str:
    """The page of the matter; nothing where the settings do not say what the installation is called."""
    matter = plugins.registry().matters[notice.matter]
    return root.rstrip("/") + matter.path.format(tenant=notice.tenant_id, id=notice.matter_id) if root else ""
