#!/usr/bin/env python3
"""Every kind of request through every reader: interop.py BINARY FOLDER.

BINARY is pkcs10-interop, FOLDER takes the requests. Prints one line a tool and kind: `ok`,
`known` with the reason (known.tsv), `skipped`, or `DIFFERS` with what was read. Exits 1 if
anything differs, or, in CI, if anything is skipped. A request without facts is the control: its
signature is damaged, and a reader that finds it verified differs.
"""

import os
import pathlib
import subprocess
import sys

import readers

# A UPN, as tools write it who do not know it: the identifier, the value in hexadecimal.
UPN = "alice@example.com".encode()
SAME = {
    "otherName:1.3.6.1.4.1.311.20.2.3;a013" + (b"\x0c\x11" + UPN).hex(),
    "otherName:1.3.6.1.4.1.311.20.2.3;" + (b"\x0c\x11" + UPN).hex(),
    "otherName:1.3.6.1.4.1.311.20.2.3;UTF8:" + UPN.decode(),
}
# What a tool has no way to show.
HIDES = {"rcgen": ("attribute",)}


def same(expected, found):
    """Whether a fact is what was expected, as far as the tool shows it."""
    if found.startswith("name ") and found[5:] in SAME:
        found = "name otherName:UPN;UTF8:" + UPN.decode()
    if found.startswith("name ") and found.endswith(":?"):
        return expected.startswith(found[:-1])
    if found.startswith(("extension ", "attribute ")):
        theirs, ours = found.split(" ", 3), expected.split(" ", 3)
        if found.startswith("attribute "):
            theirs, ours = found.split(" ", 2), expected.split(" ", 2)
        digest = ours[-1] == "SHA-1 of the key" and theirs[-1].startswith("0414")
        return len(theirs) == len(ours) and all(
            t == o or t == "?" or (digest and t == theirs[-1]) for t, o in zip(theirs, ours)
        )
    return expected == found


def ordered(facts):
    """Order counts among RDNs and among names; tools sort the others as they like."""
    kinds = ["verified", "rdn", "name", "extension", "attribute"]
    key = lambda fact: (kinds.index(fact.split(" ")[0]), fact.split(" ")[1] if fact[0] in "ea" else "")
    return sorted(facts, key=key)


def difference(expected, found):
    """The facts that are not as expected, with a sign; empty where all are."""
    if len(expected) == len(found) and all(map(same, expected, found)):
        return []
    lost = [fact for fact in expected if not any(same(fact, other) for other in found)]
    new = [fact for fact in found if not any(same(other, fact) for other in expected)]
    return ["-" + fact for fact in lost] + ["+" + fact for fact in new] or ["another order or number"]


def known_disagreements():
    path = pathlib.Path(__file__).with_name("known.tsv")
    rows = [line.split("\t") for line in path.read_text().splitlines() if line and line[0] != "#"]
    return {(tool, kind): (seen, reason) for tool, kind, seen, reason in rows}


def main(binary, directory):
    subprocess.run([binary, "make", directory], check=True)
    tools = {
        "openssl": readers.openssl,
        "certtool": readers.certtool,
        "keytool": readers.keytool,
        "pyca": readers.pyca,
        "x509-parser": readers.library(binary, "x509-parser"),
        "rcgen": readers.library(binary, "rcgen"),
    }
    known = known_disagreements()
    counts = dict.fromkeys(["ok", "known", "DIFFERS", "skipped"], 0)
    requests = sorted(pathlib.Path(directory).glob("**/*.csr.pem"))
    for tool, read in tools.items():
        for request in requests:
            kind = str(request.relative_to(directory)).removesuffix(".csr.pem")
            expected = pathlib.Path(str(request).removesuffix("csr.pem") + "facts").read_text().splitlines()
            expected = [f for f in expected if not f.startswith(HIDES.get(tool, "none"))]
            try:
                found = read(str(request))
                seen = "; ".join(difference(ordered(expected), ordered(found)))
                if not expected:  # the control: every reader must refuse it
                    seen = "verified" if "verified" in found else ""
            except readers.Refused as refusal:
                seen = f"refuses it: {refusal}" if expected else ""
            except readers.Missing as missing:
                print(f"{tool}\tall\tskipped\t{missing}")
                counts["skipped"] += 1
                break
            marker, reason = known.get((tool, kind), (None, ""))
            if not seen:
                result, detail = "ok", "no longer as known.tsv says" if marker else ""
            elif marker and (seen == marker or marker[-1] == "…" and seen.startswith(marker[:-1])):
                result, detail = "known", reason
            else:
                result, detail = "DIFFERS", seen[:2000]
            counts[result] += 1
            print(f"{tool}\t{kind}\t{result}\t{detail}".rstrip())
    print(", ".join(f"{count} {result}" for result, count in counts.items()))
    in_ci = os.environ.get("CI") == "true"
    return 1 if counts["DIFFERS"] or (in_ci and counts["skipped"]) else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
