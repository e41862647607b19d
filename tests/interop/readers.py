"""Other tools as readers of requests.

A reader takes the path of a request in PEM and returns the facts that it shows, in the words of
src/facts.rs; Refused where the tool refuses the request, Missing where there is no such tool.
"""

import ipaddress
import os
import re
import subprocess

SAN = "2.5.29.17"
OIDS = {  # names that tools give to object identifiers
    "X509v3 Key Usage": "2.5.29.15",
    "X509v3 Extended Key Usage": "2.5.29.37",
    "X509v3 Basic Constraints": "2.5.29.19",
    "X509v3 Subject Key Identifier": "2.5.29.14",
    "X509v3 Subject Alternative Name": SAN,
    "TLS Feature": "1.3.6.1.5.5.7.1.24",
    "Microsoft certificate template": "1.3.6.1.4.1.311.21.7",
    "Key Usage": "2.5.29.15",
    "Key Purpose": "2.5.29.37",
    "Basic Constraints": "2.5.29.19",
    "Subject Key Identifier": "2.5.29.14",
    "Subject Alternative Name": SAN,
    "TLS Features": "1.3.6.1.5.5.7.1.24",
    "unstructuredName": "1.2.840.113549.1.9.2",
    "challengePassword": "1.2.840.113549.1.9.7",
    "Challenge password": "1.2.840.113549.1.9.7",
}
USAGES = [
    "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
    "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
]
PURPOSES = {
    "TLS Web Server Authentication": "serverAuth",
    "TLS Web Client Authentication": "clientAuth",
    "TLS WWW Server": "serverAuth",
    "TLS WWW Client": "clientAuth",
    "serverAuth": "serverAuth",
    "clientAuth": "clientAuth",
    "1.3.6.1.5.5.7.3.1": "serverAuth",
    "1.3.6.1.5.5.7.3.2": "clientAuth",
}
ATTRIBUTES = {"EMAIL": "emailAddress", "EMAILADDRESS": "emailAddress", "SERIALNUMBER": "serialNumber"}


class Refused(Exception):
    """The tool refuses the request."""


class Missing(Exception):
    """There is no such tool."""


def run(*command):
    env = dict(os.environ, LC_ALL="C.UTF-8", JAVA_TOOL_OPTIONS="")
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", env=env)
    except FileNotFoundError:
        raise Missing(f"{command[0]} is not installed")
    text = done.stdout + done.stderr
    if done.returncode:
        lines = [line for line in text.splitlines() if line.strip()]
        raise Refused(lines[0] if lines else f"exit code {done.returncode}")
    return text


def usages(words):
    """The names of RFC 5280 for those that tools write as Digital Signature, Digital signature."""
    found = {re.sub("[^a-z]", "", word.lower()) for word in words}
    return ",".join(usage for usage in USAGES if usage.lower() in found)


def purposes(words):
    return ",".join(PURPOSES.get(word, word) for word in words)


def constraints(ca, length):
    return "CA:FALSE" if not ca else "CA:TRUE" if length is None else f"CA:TRUE, pathlen:{length}"


def address(text):
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return text


def split(text, separators):
    """Parts of a distinguished name: at unescaped, unquoted separators; escapes are kept."""
    parts, part, quoted, i = [], "", False, 0
    while i < len(text):
        if text[i] == "\\":
            part += text[i : i + 2]
            i += 2
            continue
        quoted ^= text[i] == '"'
        if text[i] in separators and not quoted:
            parts.append(part)
            part = ""
        else:
            part += text[i]
        i += 1
    return parts + [part] if text else []


def unescape(value):
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    return re.sub(r"\\(.)", r"\1", value)


def rdns(text):
    """RDNs in the order of the wire, from text that has the last one first (RFC 4514)."""
    found = []
    for rdn in reversed(split(text, ",")):
        pairs = [pair.strip().split("=", 1) for pair in split(rdn, "+")]
        found.append(" + ".join(f"{ATTRIBUTES.get(a, a)}={unescape(v)}" for a, v in pairs))
    return found


def indentation(line):
    return len(line) - len(line.lstrip())


def openssl(path):
    text = run(
        "openssl", "req", "-in", path, "-noout", "-text", "-verify",
        "-nameopt", "sep_multiline,sname,utf8",
    )
    facts = ["verified"] if "verify OK" in text else []
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.strip().startswith("Subject:"))
    end = next(i for i, line in enumerate(lines) if "Subject Public Key Info" in line)
    first = lines[start].split("Subject:", 1)[1]
    for line in [first] + lines[start + 1 : end]:
        if line.strip():
            facts.append("rdn " + line.strip())
    extensions_at = None
    attributes_at = next((i for i, line in enumerate(lines) if line == " " * 8 + "Attributes:"), end)
    for i, line in enumerate(lines[attributes_at:], attributes_at):
        if line.strip().startswith("Signature Algorithm"):
            break
        attribute = re.fullmatch(r"( {12})(\S[^:]*?) *:(.*)", line)
        if attribute and attribute[2] == "Requested Extensions":
            extensions_at = 16
        elif attribute and not line.startswith(" " * 13):
            name = attribute[2]
            facts.append(f"attribute {OIDS.get(name, name)} {attribute[3] if name in OIDS else '?'}")
        elif extensions_at and indentation(line) == extensions_at and ":" in line:
            name, critical = line.strip().rsplit(":", 1)
            oid, value = OIDS.get(name, name), lines[i + 1].strip()
            if oid == SAN:
                facts += ["name " + openssl_name(part) for part in value.split(", ")]
                continue
            if oid == "2.5.29.15":
                value = usages(value.split(", "))
            elif oid == "2.5.29.37":
                value = purposes(value.split(", "))
            elif oid == "2.5.29.14":
                value = "0414" + value.replace(":", "").lower()
            elif oid != "2.5.29.19":
                value = "?"  # names and numbers, or bytes as characters
            facts.append(f"extension {oid} {critical.strip() or '-'} {value}")
    return facts


def openssl_name(text):
    kind, value = text.split(":", 1)
    if kind == "IP Address":
        return "IP:" + address(value)
    if kind == "DirName":
        return "dirName:" + ",".join(reversed(re.split("[/,] *", value.strip("/")))).replace(" = ", "=")
    if kind == "othername":
        match = re.fullmatch(r" ?UPN::(.*)", value)
        return f"otherName:UPN;UTF8:{match[1]}" if match else "otherName:?"
    kinds = {"Registered ID": "RID", "X400Name": "x400", "EdiPartyName": "ediPartyName"}
    value = "?" if value == "<unsupported>" else value
    return f"{kinds.get(kind, kind)}:{value}"


def certtool(path):
    text = run("certtool", "--crq-info", "--infile", path)
    if "error" in text.split("-----BEGIN")[0].lower():
        raise Refused(next(line for line in text.splitlines() if "error" in line.lower()).strip())
    facts = ["verified"] if "Self signature: verified" in text else []
    key_hash = re.search(r"Public Key ID:\n\s*sha1:(\w+)", text)
    lines = text.splitlines()
    # After the header of an extension, what it holds is deeper or, for a key identifier,
    # as deep.
    oid = critical = None
    body = []

    def finish():
        if oid is None:
            return
        words = [line.strip().rstrip(".") for line in body]
        if oid == SAN:
            facts.extend("name " + certtool_name(word) for word in body if word.strip())
            return
        if oid == "2.5.29.15":
            value = usages(words)
        elif oid == "2.5.29.37":
            value = purposes(words)
        elif oid == "2.5.29.19":
            shown = dict(word.split(": ", 1) for word in words)
            ca = shown.get("Certificate Authority (CA)") == "TRUE"
            value = constraints(ca, shown.get("Path Length Constraint"))
        elif oid == "2.5.29.14":
            ours = key_hash and words[0] == key_hash[1]
            value = "SHA-1 of the key" if ours else "0414" + words[0]
        else:
            dump = [word.split(": ", 1)[1] for word in words if word.startswith("Hexdump: ")]
            value = dump[0] if dump else "?"
        facts.append(f"extension {oid} {critical} {value}")

    for i, line in enumerate(lines):
        if line.startswith("\tSubject:"):
            facts += ["rdn " + rdn for rdn in rdns(line.split(":", 1)[1].strip())]
        elif line.startswith("\t\tChallenge password:"):
            facts.append("attribute 1.2.840.113549.1.9.7 " + line.split(": ", 1)[1])
        elif match := re.match(r"\t\tUnknown attribute ([\d.]+):", line):
            facts.append(f"attribute {match[1]} ?")
        header = re.fullmatch(r"\t\t\t(?:Unknown extension )?(.*) \((not )?critical\):", line)
        if header or (oid and not line.startswith("\t\t\t")):
            finish()
            oid, body = None, []
        if header:
            oid = OIDS.get(header[1], header[1])
            critical = "-" if header[2] else "critical"
        elif oid:
            body.append(line)
    return facts


def certtool_name(line):
    kind, value = line.strip().split(": ", 1)
    if kind == "IPAddress":
        return "IP:" + address(value)
    kinds = {
        "DNSname": "DNS", "RFC822Name": "email", "Registered ID": "RID",
        "directoryName": "dirName", "User Principal Name": "otherName:UPN;UTF8",
    }
    return f"{kinds.get(kind, kind)}:{value}"


def keytool(path):
    text = run("keytool", "-J-Dfile.encoding=UTF-8", "-J-Dstdout.encoding=UTF-8", "-J-Duser.language=en", "-printcertreq", "-v", "-file", path)
    # keytool checks the signature when it reads a request, and refuses it where it is wrong.
    facts = ["verified"]
    subject = re.search(r"^Subject: (.*)$", text, re.M)
    facts += ["rdn " + rdn for rdn in rdns(subject[1])]
    for name, value in re.findall(r"^(ChallengePassword|UnstructuredName): (.*)$", text, re.M):
        oid = OIDS[name[0].lower() + name[1:]]
        facts.append(f"attribute {oid} {value.strip('[]')}")
    for oid in re.findall(r"^Attribute: ([\d.]+)$", text, re.M):
        if oid not in OIDS.values():
            facts.append(f"attribute {oid} ?")
    blocks = re.split(r"^#\d+: ObjectId: ", text, flags=re.M)[1:]
    for block in blocks:
        head, body = block.split("\n", 1)
        oid, critical = re.fullmatch(r"([\d.]+) Criticality=(\w+)", head).groups()
        inner = re.search(r"\[\n(.*?)\n\]", body, re.S)
        words = [line.strip() for line in inner[1].splitlines()] if inner else []
        if oid == SAN:
            facts += ["name " + keytool_name(word) for word in words]
            continue
        dump = "".join(re.findall(r"^[0-9A-F]{4}: ([0-9A-F ]{1,49})", body, re.M)).replace(" ", "").lower()
        if oid == "2.5.29.15":
            value = usages(words)
        elif oid == "2.5.29.37":
            value = purposes(words)
        elif oid == "2.5.29.19":
            shown = dict(word.split(":", 1) for word in words if ":" in word)
            length = shown.get("PathLen", "").strip()
            value = constraints(shown["CA"] == "true", length if length.isdigit() else None)
        elif oid == "2.5.29.14":
            value = "0414" + dump
        else:
            value = dump
        facts.append(f"extension {oid} {'critical' if critical == 'true' else '-'} {value}")
    return facts


def keytool_name(text):
    kinds = {"DNSName": "DNS", "RFC822Name": "email", "URIName": "URI", "OIDName": "RID"}
    kind, _, value = text.partition(": ")
    if kind == "IPAddress":
        return "IP:" + address(value)
    if kind in ("Other-Name", "X400Address"):
        return {"Other-Name": "otherName:?", "X400Address": "x400:?"}[kind]
    if kind in kinds:
        return f"{kinds[kind]}:{value}"
    return "dirName:" + text.replace(", ", ",") if re.match(r"\w+=", text) else text


def pyca(path):
    try:
        from cryptography import x509
    except ImportError:
        raise Missing("cryptography for Python is not installed")
    from cryptography.x509.oid import AttributeOID
    try:
        with open(path, "rb") as file:
            csr = x509.load_pem_x509_csr(file.read())
        facts = ["verified"] if csr.is_signature_valid else []
        names = {x509.NameOID.EMAIL_ADDRESS: "emailAddress", x509.NameOID.SERIAL_NUMBER: "serialNumber"}
        pair = lambda a: f"{names.get(a.oid, a.rfc4514_attribute_name)}={a.value}"
        rdns_of = lambda name: [" + ".join(map(pair, rdn)) for rdn in name.rdns]
        facts += ["rdn " + rdn for rdn in rdns_of(csr.subject)]
        for extension in csr.extensions:
            value, oid = extension.value, extension.oid.dotted_string
            if oid == SAN:
                facts += ["name " + pyca_name(name, rdns_of, x509) for name in value]
                continue
            if isinstance(value, x509.KeyUsage):
                text = usages(
                    word for word in (
                        "digital_signature", "key_encipherment", "data_encipherment",
                        "key_agreement", "key_cert_sign", "crl_sign",
                    ) if getattr(value, word)
                )
            elif isinstance(value, x509.ExtendedKeyUsage):
                text = purposes(usage.dotted_string for usage in value)
            elif isinstance(value, x509.BasicConstraints):
                text = constraints(value.ca, value.path_length)
            elif isinstance(value, x509.SubjectKeyIdentifier):
                ours = x509.SubjectKeyIdentifier.from_public_key(csr.public_key())
                text = "SHA-1 of the key" if value == ours else "0414" + value.digest.hex()
            else:
                text = value.public_bytes().hex()
            facts.append(f"extension {oid} {'critical' if extension.critical else '-'} {text}")
        for attribute in csr.attributes:
            oid = attribute.oid.dotted_string
            if oid == "1.2.840.113549.1.9.14":
                continue
            known = attribute.oid in (AttributeOID.CHALLENGE_PASSWORD, AttributeOID.UNSTRUCTURED_NAME)
            facts.append(f"attribute {oid} {attribute.value.decode() if known else '?'}")
        return facts
    except (ValueError, x509.UnsupportedGeneralNameType) as error:
        raise Refused(str(error))


def pyca_name(name, rdns_of, x509):
    value = name.value
    if isinstance(name, x509.OtherName):
        return f"otherName:{name.type_id.dotted_string};{value.hex()}"
    if isinstance(name, x509.DirectoryName):
        return "dirName:" + ",".join(reversed(rdns_of(value)))
    if isinstance(name, x509.RegisteredID):
        return "RID:" + value.dotted_string
    kinds = {x509.DNSName: "DNS", x509.RFC822Name: "email", x509.UniformResourceIdentifier: "URI", x509.IPAddress: "IP"}
    return f"{kinds[type(name)]}:{value}"


def library(binary, name):
    def read(path):
        return run(binary, name, path).splitlines()
    return read
