"""What a hostile or broken client sends where a word, a number, a day or a key is expected."""

from urllib.parse import quote

# In an address and in a form everything is text.
TEXTS = (
    "9" * 5_000, "9999999999999999999", "-1", "0", "1e999", "NaN", "sNaN", "Infinity", "๒๕๖๙", "²", "\0", "no-such-code",
    "00000000-0000-0000-0000-00000000000g", "0000-01-01", "10000-01-01", "9999-12-31", "2569-02-30",
)  # fmt: skip
# In JSON there are other things than text, and bodies that hold none: %s is the name of a field that is asked for.
THINGS = (None, True, -1, 1.5, 1e30, 9999999999999999999, [], ["x"], [None], {}, {"a": {}}, "x" * 2_000_000)
BODIES = (
    b"", b"{", b"[]", b"null", b'"text"', b"NaN", b"\xff\xfe", b"\0", b"[" * 100_000,
    b'{"%s": NaN}', b'{"%s": 1e999}', b'{"%s": -Infinity}', b'{"%s": ' + b"9" * 5_000 + b"}", b'{"%s": "\\ud800"}', b'{"%s": "\\u0000"}',
    b'{"%s": ' + b"[" * 1_000 + b"]" * 1_000 + b"}", b'{"%s": ' + b'{"a":' * 1_000 + b"1" + b"}" * 1_000 + b"}",
)  # fmt: skip
# As an address spells half a surrogate, bytes that are no UTF-8, and what is not spelt to its end.
SPELT = ("%ED%A0%80", "%FF%FE", "%")
PLACES = (*(quote(text, safe="") for text in TEXTS), *SPELT)
HEADERS = {
    "Accept": ("application/json;q=x", "text/" + "x" * 300),
    "Accept-Language": ("x" * 5_000, "\0"),
    "Authorization": ("Bearer", "Bearer " + "9" * 5_000, "Basic gICA", "Basic \u00e9", "Bearer \xff"),
    "Content-Length": ("9" * 5_000, "sNaN"),
    "Cookie": ("\0", "__Host-session=\xff", "actip_session=" + "9" * 5_000),
    "HX-Current-URL": ("http://[", "\0"),
    "Idempotency-Key": ("9" * 5_000, "\0", "\xff" * 20),
    "If-Match": ("9" * 5_000, "\0"),
    "Referer": ("http://[", "\0"),
}  # fmt: skip
KINDS = (
    "multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded; charset=nope", "application/json; charset=utf-16",
    "text/csv", "application/x-ndjson", "", "nonsense",
)  # fmt: skip
