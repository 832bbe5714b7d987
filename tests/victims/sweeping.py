"""Everybody walks over the pages that she was led to: no name, document or place anywhere, nor in an address or a file name."""

import re

# What identifies them; none of it may stand anywhere but where it was opened with a reason.
WOMAN, BROTHER, PLACE = "Nang Kham Noon", "Sai Tun Lin", "77/7 ซอยไม่บอกใคร"
CANARIES = (WOMAN, BROTHER, PLACE, "0099887766554")
WALKED = re.compile(
    r"/(people|identities|placements|returns|screenings|glass|clocks|consents|search|free-beds|case|report)[^?]*(\?tab=.*)?$"
)
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LINK = re.compile(r'href="(/[^"#]*)"')


def swept(hands, strangers) -> None:
    """Every page seen on the way, and every one that leads on from them."""
    for hand in hands:
        hand.get("/")
        paths = {path for _path, answer in hand.seen for path in LINK.findall(answer.content.decode(errors="replace"))}
        # one of each kind of page is enough
        shapes = {KEY.sub("*", path): path for path in sorted(paths) if WALKED.match(path)}
        for path in shapes.values():
            hand.get(path)
    for hand in (*hands, *strangers):
        assert len(hand.seen) > 1, hand.user.role
        for path, answer in hand.seen:
            kept = " ".join([path, *map(str, answer.headers.values()), answer.content.decode(errors="replace")])
            assert not [name for name in CANARIES if name in kept], (hand.user.role, path)
