"""How long a body says that it is, asked before any of it is read."""


def announced(request) -> int:
    """Bytes; 0 where nothing was announced that could be understood. Nothing that is taken here needs ten digits to say so."""
    length = request.headers.get("content-length", "")
    return int(length[:10]) if length.isascii() and length.isdecimal() else 0
