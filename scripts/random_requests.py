"""Random command lines of `csr new`, `csr prepare` and JSON bodies, from a fixed seed."""

import json
import random

NASTY = ['"', "\\", ",", "+", ";", "<", ">", "#", "=", " ", "\t", "\n", "\r", "\x7f", "\x1b", "é", "ß", "漢", "😀", "\u200b", "\u202e", "\ufeff", "e\u0301", "ﬁ", "Ⅷ", "\ufffd", "\U0010ffff"]
PLAIN = "abcXYZ019-._ "
WORDS = ["bmc-7.example.com", "ACME, Inc.", "BMC", "Hamburg", "Müller & Söhne", "a" * 64, "a" * 65, "a" * 129, "", " x", "x ", "US", "de", "DE", "XX"]
ATTRIBUTES = ["CN", "cn", "OU", "O", "L", "ST", "C", "DC", "UID", "emailAddress", "serialNumber", "STREET", "2.5.4.3", "2.25.340282366920938463463374607431768211455", "1.2.3", "9.9", "XX"]
HEX = ["0500", "0C0161", "30030101FF", "0101FF", "0102", "", "0", "zz", "1E020041", "03020780", "160161"]
OIDS = ["1.2.3", "2.999.1", "1.3.6.1.4.1.32473.1", "2.5.29.15", "2.5.29.17", "2.5.29.37", "1.2.840.113549.1.9.14", "1.2.840.113549.1.9.7", "3.1", "1", "1.40", "x"]
NAMES = {
    "DNS": ["bmc-7.example.com", "*.example.com", "bücher.example", "a_b.example", "xn--a", "a..b", "-a.b", "1.2.3.4", "a.b.", "localhost", "EXAMPLE.com", "a" * 64 + ".b"],
    "IP": ["192.0.2.7", "2001:db8::7", "::ffff:192.0.2.7", "192.0.2.07", "1.2.3", "::", "fe80::1%eth0", "192.0.2.0/24", "2001:db8::/32"],
    "email": ["a@example.com", "\"a b\"@example.com", "a@bücher.example", "é@example.com", "a@[192.0.2.1]", "a@b@c", "a", "@b", ".a@b.c"],
    "URI": ["https://example.com/a?b#c", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "https://[2001:db8::1]/", "/relative", "https://bücher.example/", "spiffe://a/b", "http://%zz", "ldap://a_b/"],
    "dirName": ["CN=bmc-7,C=US", "CN=a+OU=b,O=ACME\\, Inc.", "C=de", "CN=", "", "CN=#0C0161", "2.999.1=#0500", "XX=1"],
    "RID": ["1.2.840.113549.1", "2.25.340282366920938463463374607431768211455", "3.1", "1", "1.2.03", "2.999"],
    "otherName": ["UPN;UTF8:alice@example.com", "SmtpUTF8Mailbox;UTF8:é@example.com", "1.2.3;DER:0500", "1.2.3;DER:0501", "1.2.3;IA5:é", "UPN;UTF8:", "1.2.3", "upn;UTF8:a"],
    "ediPartyName": ["ACME", "GS1;Müller \\; Söhne", "a;b;c", "", ";", "a;"],
    "x400": ["C=US;A=ADMD;P=PRMD;O=Org;S=Sur", "C=DE;A= ;S=Meyer", "CN=a", "C=US", "S=Meyer;DDA:T=V", ""],
}
TYPES = {"DNS": "dNSName", "IP": "iPAddress", "email": "rfc822Name", "URI": "uniformResourceIdentifier", "dirName": "directoryName", "RID": "registeredID", "otherName": "otherName", "ediPartyName": "ediPartyName", "x400": "x400Address"}
USAGES = ["digitalSignature", "nonRepudiation", "contentCommitment", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly", "DigitalSignature", "x", ""]
PURPOSES = ["serverAuth", "clientAuth", "codeSigning", "emailProtection", "timeStamping", "OCSPSigning", "anyExtendedKeyUsage", "1.2.3", "serverauth", "x"]
BASIC = ["ca", "ca,pathlen=0", "ca,pathlen=3", "end-entity", "ca,pathlen=-1", "pathlen=1", "x"]
MEMBERS = ["CommonName", "Country", "Organization", "OrganizationUnit", "StateLocality", "StateProvince", "challengePassword", "unstructuredName"]


class Requests:
    """An endless row of requests: each is a list of arguments and the files that they name."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.is_tame = False  # whether the next request has only what is accepted

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def nasty(self, percent):
        return not self.is_tame and self.chance(percent)

    def text(self):
        if self.is_tame:
            return self.random.choice(WORDS[:6])
        if self.chance(60):
            return self.random.choice(WORDS)
        pool = NASTY if self.chance(50) else PLAIN
        return "".join(self.random.choice(pool if self.chance(50) else PLAIN) for _ in range(self.random.randrange(1, 12)))

    def oid(self):
        return self.random.choice(OIDS[:3] if self.is_tame else OIDS)

    def hex(self):
        return self.random.choice(HEX[:4] if self.is_tame else HEX)

    def list_of(self, values, most=4):
        chosen = [self.random.choice(values) for _ in range(self.random.randrange(1, most))]
        return ",".join(dict.fromkeys(chosen) if self.is_tame else chosen)

    def name(self):
        prefix = self.random.choice(list(NAMES))
        value = self.random.choice(NAMES[prefix])
        if self.chance(15):
            at = self.random.randrange(len(value) + 1)
            value = value[:at] + self.random.choice(NASTY) + value[at:]
        return prefix, value

    def names(self):
        count = self.random.choice([0, 1, 1, 2, 3, self.random.randrange(21)])
        # Mostly names that are valid, so that whole requests come about too.
        valid = self.is_tame or self.chance(60)
        found = []
        for index in range(count):
            prefix, value = self.name()
            if valid:
                prefix = self.random.choice(["DNS", "IP", "email", "URI", "dirName", "RID", "otherName", "ediPartyName", "x400"])
                value = NAMES[prefix][0]
                value = {"DNS": f"n{index}.example.com", "IP": f"192.0.2.{index}", "email": f"a{index}@example.com", "RID": f"1.2.{index}"}.get(prefix, value)
            found.append((prefix, value))
        return list(dict.fromkeys(found)) if self.is_tame else found

    def subject(self):
        if self.chance(40):
            attributes = [f"{self.random.choice(ATTRIBUTES[:6] if self.is_tame else ATTRIBUTES)}={self.random.choice([self.text(), '#' + self.random.choice(HEX)]) if self.nasty(30) else 'abc'}" for _ in range(self.random.randrange(5))]
            attributes = list(dict.fromkeys(attributes)) if self.is_tame else attributes
            return [f"--subject={self.random.choice([',', '+'] if self.is_tame else [',', '+', ', ', ';']).join(attributes)}"]
        options = []
        for option in ("cn", "org", "org-unit", "locality", "state"):
            for _ in range(self.random.choice([0, 0, 1, 1 + (option == "org-unit")])):
                options.append(f"--{option}={self.text() if self.nasty(30) else 'ACME'}")
        if self.chance(40):
            options.append(f"--country={self.text() if self.nasty(30) else 'US'}")
        return options

    def additions(self):
        choices = [
            lambda: f"--key-usage={self.list_of(USAGES if self.nasty(20) else USAGES[:2] + USAGES[3:6])}",
            lambda: f"--ext-key-usage={self.list_of(PURPOSES if self.nasty(20) else PURPOSES[:6])}",
            lambda: f"--basic-constraints={self.random.choice(BASIC if self.nasty(20) else BASIC[:4])}",
            lambda: f"--tls-feature={self.list_of(['status_request', 'status_request_v2', '5', '17', '99999'][: 1 if self.is_tame else 5], 3)}",
            lambda: self.random.choice(["--subject-key-id", "--subject-key-id=sha1", "--subject-key-id=sha256", "--subject-key-id=0a0b", "--subject-key-id=x"][: 4 if self.is_tame else 5]),
            lambda: f"--ms-template={self.random.choice(['WebServer', '1.2.3:1:2', '1.2.3:1', self.text()][: 2 if self.is_tame else 4])}",
            lambda: f"--extension={self.oid()}={self.random.choice(['', 'critical,'])}{self.hex()}",
            lambda: f"--attribute={self.oid()}={self.hex()}",
        ]
        return [choice() for choice in choices if self.chance(18)]

    def body(self):
        body = {}
        for member in MEMBERS:
            if self.is_tame and not member[0].isupper():
                continue
            if self.is_tame or self.chance(55):
                body[member] = "US" if member == "Country" else "ACME"
                if self.nasty(12):
                    body[member] = self.random.choice([self.text(), None, 7, True, [], {}, ["a", "b"]])
        names = [{"type": TYPES[prefix], "name": value} for prefix, value in self.names()]
        if names and self.nasty(15):
            names[0] = self.random.choice([{}, {"type": "x", "name": "a"}, "DNS:a", {"name": "a"}, {"type": "dNSName", "name": "a", "x": 1}])
        if self.chance(70) and (names or not self.is_tame):
            body["subjectAlternativeNames"] = {"generalNames": names}
        if self.nasty(8):
            body[self.random.choice(["commonName", "Comment", "SAN", "subjectAlternativeName"])] = self.text()
        text = json.dumps(body, ensure_ascii=self.chance(50))
        if self.nasty(4):
            text = text[: self.random.randrange(len(text))]
        return text

    def next(self):
        """Arguments and the body, if there is one.

        In the arguments `{key}`, `{public}` and `{body}` stand for the files of the key, of its
        public key and of the body.
        """
        self.is_tame = self.chance(50)
        body = self.body() if self.chance(35) else None
        if body is not None:
            arguments = ["{body}", *self.additions()]
            if self.chance(30):
                arguments.append("--profile=rfc5280")
        else:
            arguments = [*self.subject(), *(f"--san={prefix}:{value}" for prefix, value in self.names()), *self.additions()]
        if self.chance(15):
            arguments = ["prepare", "--public-key", "{public}", "--out", "prepared", "--digest-out", "digest", *arguments]
        else:
            arguments = ["new", "--key", "{key}", *arguments]
            arguments += [option for option in ("--der", "--out=request", "--lint=public-ca,ad-cs,lxca") if self.chance(25)]
            if arguments[-1].startswith("--lint") and self.chance(50):
                arguments.append("--lint-strict")
        return arguments, body
