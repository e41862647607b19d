"""The fields of a request as DER, each with its bytes, its name and the section that defines it."""

import base64
from typing import NamedTuple

OIDS = {
    "550403": "commonName", "550406": "countryName", "550407": "localityName", "550408": "stateOrProvinceName",
    "55040a": "organizationName", "55040b": "organizationalUnitName", "551d11": "subjectAltName",
    "2a8648ce3d0201": "id-ecPublicKey", "2a8648ce3d030107": "secp256r1", "2a8648ce3d040302": "ecdsa-with-SHA256",
    "2a864886f70d01090e": "extensionRequest",
}
TYPES = {
    0x02: "INTEGER", 0x03: "BIT STRING", 0x04: "OCTET STRING", 0x06: "OBJECT IDENTIFIER", 0x0C: "UTF8String",
    0x13: "PrintableString", 0x30: "SEQUENCE", 0x31: "SET", 0x82: "[2] IA5String", 0x87: "[7] OCTET STRING", 0xA0: "[0] SET",
}

# Name, section, and what is inside: a list of parts in their order, one part that all are, or nothing.
VALUE = ("value", "RFC 5280 4.1.2.4", None)
ATTRIBUTE = ("AttributeTypeAndValue", "RFC 5280 4.1.2.4", [("type", "RFC 5280 A.1", None), VALUE])
RDN = ("RelativeDistinguishedName", "RFC 5280 4.1.2.4", [ATTRIBUTE])
KEY = ("subjectPKInfo", "RFC 2986 4.1", [
    ("algorithm", "RFC 5280 4.1.1.2", [("algorithm", "RFC 5480 2.1", None), ("namedCurve", "RFC 5480 2.1.1", None)]),
    ("subjectPublicKey", "RFC 5480 2.2", None),
])
NAMES = ("GeneralNames", "RFC 5280 4.2.1.6", ("GeneralName", "RFC 5280 4.2.1.6", None))
EXTENSION = ("Extension", "RFC 5280 4.2", [("extnID", "RFC 5280 4.2.1.6", None), ("extnValue", "RFC 5280 4.2", [NAMES])])
ATTRIBUTES = ("attributes", "RFC 2986 4.1", ("Attribute", "RFC 2986 4.1", [
    ("type", "RFC 2985 5.4.2", None),
    ("values", "RFC 2986 4.1", [("Extensions", "RFC 5280 4.1", EXTENSION)]),
]))
REQUEST = ("CertificationRequest", "RFC 2986 4.2", [
    ("certificationRequestInfo", "RFC 2986 4.1", [
        ("version", "RFC 2986 4.1", None), ("subject", "RFC 2986 4.1", RDN), KEY, ATTRIBUTES,
    ]),
    ("signatureAlgorithm", "RFC 2986 4.2", [("algorithm", "RFC 5758 3.2", None)]),
    ("signature", "RFC 2986 4.2", [
        ("Ecdsa-Sig-Value", "RFC 3279 2.2.3", [("r", "RFC 3279 2.2.3", None), ("s", "RFC 3279 2.2.3", None)]),
    ]),
])


class Field(NamedTuple):
    at: int
    depth: int
    encoded: bytes  # of what holds other fields the header alone
    name: str
    kind: str
    value: str
    source: str


def from_pem(pem):
    return base64.b64decode("".join(pem.split("-----")[2].split()))


def header(der, at):
    """The header's length, and the content's."""
    length = der[at + 1]
    if length < 0x80:
        return 2, length
    count = length & 0x7F
    return 2 + count, int.from_bytes(der[at + 2 : at + 2 + count], "big")


def fields(der, at=0, part=REQUEST, depth=0):
    """The field at an offset and those in it, in the order of the bytes."""
    name, source, inside = part
    tag = der[at]
    header_len, length = header(der, at)
    start, end = at + header_len, at + header_len + length
    first = start + (tag == 0x03)  # a BIT STRING's unused bits
    content = der[first:end]
    encoded = der[at : first if inside else end]
    yield Field(at, depth, encoded, name, TYPES[tag], "" if inside else shown(tag, content), source)
    parts = iter(inside) if isinstance(inside, list) else None
    while inside and first < end:
        yield from fields(der, first, next(parts) if parts else inside, depth + 1)
        first += sum(header(der, first))


def shown(tag, content):
    if tag == 0x06:
        return OIDS[content.hex()]
    if tag == 0x87:
        return ".".join(map(str, content))
    if tag in (0x0C, 0x13, 0x82):
        return content.decode()
    return str(int.from_bytes(content, "big")) if len(content) < 3 else f"{len(content)} bytes"


def page(found):
    """The page of the crate docs."""
    lines = [
        "Every field of an encoded request, with its bytes and the section that defines it.",
        "",
        "The request is `examples/request.json`, signed with an ECDSA key on P-256. The bytes of a field that holds others are",
        "its header; those of all rows, one behind the other, are the request. Made by `scripts/pictures`.",
        "",
        "| offset | bytes | field | type | value | source |",
        "|---|---|---|---|---|---|",
    ]
    for field in found:
        encoded, kind = field.encoded.hex(" "), field.kind.replace("[", "\\[")  # no link
        lines.append(
            f"| {field.at} | `{encoded}` | {'&ensp;' * field.depth}{field.name} | {kind} | {field.value} | {field.source} |"
            .replace("|  |", "| |")
        )
    return "\n".join(lines) + "\n"


def rows_of_picture(found):
    """The fields with each RDN on a row of its own: offset, depth, bytes, name with its value, source."""
    found = iter(found)
    for field in found:
        encoded, name, value, source = field.encoded, field.name, field.value, field.source
        if name == "RelativeDistinguishedName":
            attribute, kind, text = next(found), next(found), next(found)
            encoded += attribute.encoded + kind.encoded + text.encoded
            name, value, source = kind.value, text.value, text.source
        yield field.at, field.depth, encoded, name, value, source
