"""Who watches a stream, and who looks over whose shoulder."""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

View = Mapping[str, float | str | bool | None]
COLOURS = ("Blue", "Orange", "Green", "Purple", "Red", "Teal", "Yellow", "Grey")


@dataclass(frozen=True)
class Member:
    """One who watches: a passing name, what it looks at, and whom it follows."""

    id: str
    name: str
    view: View = field(default_factory=dict)
    follows: str | None = None


@dataclass
class Audience:
    """All who watch one stream. Safe in threads; ``revision`` grows with every change."""

    revision: int = 0
    _members: dict[str, Member] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def join(self) -> Member:
        """A new watcher, with a name that nobody else here has."""
        with self._lock:
            taken = {member.name for member in self._members.values()}
            names = (f"{c} {n}".removesuffix(" 1") for n in range(1, 10_000) for c in COLOURS)
            member = Member(secrets.token_urlsafe(9), next(n for n in names if n not in taken))
            self._put(member)
            return member

    def leave(self, who: str) -> None:
        """A watcher is gone; those who followed it have their own view again."""
        with self._lock:
            self._members.pop(who, None)
            for member in list(self._members.values()):
                if member.follows == who:
                    self._members[member.id] = replace(member, follows=None)
            self.revision += 1

    def look(self, who: str, view: View) -> None:
        """What a watcher looks at now."""
        with self._lock:
            if who in self._members:
                self._put(replace(self._members[who], view=dict(view)))

    def follow(self, who: str, whom: str | None) -> bool:
        """Have ``who`` see what ``whom`` looks at; whether that one is here and not itself."""
        with self._lock:
            here = who in self._members and (whom is None or whom in self._members)
            if not here or whom == who:
                return False
            self._put(replace(self._members[who], follows=whom))
            return True

    def members(self) -> tuple[Member, ...]:
        """All who are here, in the order in which they came."""
        with self._lock:
            return tuple(self._members.values())

    def shown_to(self, who: str) -> View:
        """What the one whom ``who`` follows looks at; nothing if it follows nobody."""
        with self._lock:
            followed = self._members[who].follows if who in self._members else None
            return self._members[followed].view if followed else {}

    def _put(self, member: Member) -> None:
        self._members[member.id] = member
        self.revision += 1
