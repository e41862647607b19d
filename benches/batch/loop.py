"""A fleet by a Python loop over cryptography: loop.py REQUESTS.jsonl FOLDER.

The same files as `csr batch` writes, each under a temporary name first; nothing is synced until
the end, and then once.
"""

import json
import os
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def write(path, content, mode):
    temporary = path + ".tmp"
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    os.rename(temporary, path)


def main(requests, directory):
    os.mkdir(directory)
    with open(requests, encoding="utf-8") as lines:
        for line in lines:
            body = json.loads(line)
            key = ec.generate_private_key(ec.SECP256R1())
            subject = x509.Name([
                x509.NameAttribute(NameOID.COUNTRY_NAME, body["Country"]),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, body["Organization"]),
                x509.NameAttribute(NameOID.COMMON_NAME, body["CommonName"]),
            ])
            names = x509.SubjectAlternativeName([x509.DNSName(n["name"]) for n in body["subjectAlternativeNames"]["generalNames"]])
            builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
            csr = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
            pem = serialization.Encoding.PEM
            private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            stem = os.path.join(directory, body["id"])
            write(stem + ".key.pem", private, 0o600)
            write(stem + ".csr.pem", csr.public_bytes(pem), 0o644)
    os.sync()


main(*sys.argv[1:])
