//! The kinds of request that are made, each with what its readers must find in it.

use pkcs10::extensions::{CertificateTemplate, KeyHash, SubjectKeyIdentifier, TlsFeature};
use pkcs10::names::DistinguishedNameBuilder;
use pkcs10::{
    Algorithm, Attribute, AttributeType, BasicConstraints, CertificationRequest, DistinguishedName,
    ExtendedKeyUsage, Extension, GeneralName, KeyPair, KeyPurpose, KeyUsage, Request,
    RequestBuilder, SignatureAlgorithm, SysRng,
};

/// One request of a kind.
pub struct Kind {
    pub name: String,
    pub csr: CertificationRequest,
    /// Its names, as text.
    pub names: Vec<String>,
    /// Its RDNs as text, in the order of the wire.
    pub rdns: Vec<&'static str>,
    /// Its extensions beside the subjectAltName, each with what it holds.
    pub extensions: Vec<(Extension, &'static str)>,
    /// Its attributes beside the extensionRequest, each with what it holds.
    pub attributes: Vec<(Attribute, &'static str)>,
}

/// What goes into a kind, before there is a key.
struct Recipe {
    name: String,
    subject: DistinguishedNameBuilder,
    rdns: Vec<&'static str>,
    names: Vec<String>,
    extensions: Vec<(Extension, &'static str)>,
    attributes: Vec<(Attribute, &'static str)>,
}

impl Recipe {
    fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            subject: DistinguishedName::builder().common_name("bmc-7.example.com"),
            rdns: vec!["CN=bmc-7.example.com"],
            names: Vec::new(),
            extensions: Vec::new(),
            attributes: Vec::new(),
        }
    }

    fn subject(self, subject: DistinguishedNameBuilder, rdns: &[&'static str]) -> Self {
        Self { subject, rdns: rdns.to_vec(), ..self }
    }

    fn names(mut self, names: &[&str]) -> Self {
        self.names.extend(names.iter().map(|name| name.to_string()));
        self
    }

    fn extension(mut self, extension: impl Into<Extension>, text: &'static str) -> Self {
        self.extensions.push((extension.into(), text));
        self
    }

    fn attribute(mut self, attribute: Attribute, text: &'static str) -> Self {
        self.attributes.push((attribute, text));
        self
    }

    fn sign(self, key: &KeyPair) -> Kind {
        let names = self.names.iter().map(|name| name.parse::<GeneralName>());
        let mut builder: RequestBuilder =
            Request::builder().subject(self.subject).subject_alt_names(names);
        for (extension, _) in &self.extensions {
            builder = builder.extension(extension.clone());
        }
        for (attribute, _) in &self.attributes {
            builder = builder.attribute(attribute.clone());
        }
        let csr = builder.build().expect("valid").sign(key).expect("signed");
        let Self { name, rdns, names, extensions, attributes, .. } = self;
        Kind { name, csr, rdns, names, extensions, attributes }
    }
}

/// A name of each type.
const NINE: [(&str, &str); 9] = [
    ("other-name", "otherName:UPN;UTF8:alice@example.com"),
    ("rfc822-name", "email:alice@example.com"),
    ("dns-name", "DNS:*.bmc-7.example.com"),
    ("x400-address", "x400:C=US;A=ADMD;P=PRMD;O=Org;S=Meyer"),
    ("directory-name", "dirName:CN=bmc-7,O=ACME,C=DE"),
    ("edi-party-name", "ediPartyName:GS1;ACME"),
    ("uri", "URI:https://bmc-7.example.com/redfish/v1"),
    ("ip-address", "IP:2001:db8::7"),
    ("registered-id", "RID:1.3.6.1.4.1.311"),
];

/// All kinds, in the order in which they are reported.
pub fn all() -> Vec<Kind> {
    let key = new_key(Algorithm::EcdsaP256);
    let mut kinds = algorithms();
    let recipes = subjects().into_iter().chain(names()).chain(extensions()).chain(attributes());
    kinds.extend(recipes.map(|recipe| recipe.sign(&key)));
    kinds
}

fn new_key(algorithm: Algorithm) -> KeyPair {
    KeyPair::generate(algorithm, &mut SysRng).expect("a key")
}

fn algorithms() -> Vec<Kind> {
    let sign = |name: &str, key: &KeyPair| Recipe::new(name).names(&["DNS:a.example"]).sign(key);
    let mut kinds: Vec<Kind> = Algorithm::ALL
        .iter()
        // These are held against pyca alone, by keys.py: the other readers do not know them.
        .filter(|algorithm| !algorithm.as_str().starts_with("ml-dsa"))
        .map(|&algorithm| sign(&format!("algorithm/{algorithm}"), &new_key(algorithm)))
        .collect();
    for (name, algorithm) in [
        ("algorithm/rsa-2048-sha384", SignatureAlgorithm::Sha384WithRsa),
        ("algorithm/rsa-2048-sha512", SignatureAlgorithm::Sha512WithRsa),
    ] {
        let key = new_key(Algorithm::Rsa2048).with_signature_algorithm(algorithm).expect("fits");
        kinds.push(sign(name, &key));
    }
    kinds
}

fn subjects() -> Vec<Recipe> {
    let of = |name: &str, subject: DistinguishedNameBuilder, rdns: &[&'static str]| {
        Recipe::new(&format!("subject/{name}")).subject(subject, rdns)
    };
    let subject = DistinguishedName::builder;
    let many = subject()
        .country("DE")
        .state_or_province("Hessen")
        .locality("Frankfurt")
        .organization("ACME, Inc.")
        .organizational_unit("Servers")
        .organizational_unit("Rack 7")
        .common_name("bmc-7.example.com")
        .serial_number("4711");
    let components =
        subject().domain_component("com").domain_component("example").common_name("bmc-7");
    let email = subject().common_name("bmc-7").email_address("root@example.com");
    let two_in_one =
        [(AttributeType::OrganizationalUnit, "Servers"), (AttributeType::CommonName, "bmc-7")];
    let utf8 = subject().country("CH").locality("Zürich").organization("株式会社");
    let escapes = subject().organization("#\"x\" + <b>; \\y").common_name("a,b=c");
    vec![
        of("empty", subject(), &[]).names(&["DNS:a.example"]),
        of(
            "many-attributes",
            many,
            &[
                "C=DE",
                "ST=Hessen",
                "L=Frankfurt",
                "O=ACME, Inc.",
                "OU=Servers",
                "OU=Rack 7",
                "CN=bmc-7.example.com",
                "serialNumber=4711",
            ],
        ),
        of("domain-components", components, &["DC=com", "DC=example", "CN=bmc-7"]),
        of("email-address", email, &["CN=bmc-7", "emailAddress=root@example.com"]),
        of(
            "two-in-one-rdn",
            subject().country("DE").rdn(two_in_one),
            &["C=DE", "CN=bmc-7 + OU=Servers"],
        ),
        of("utf8", utf8, &["C=CH", "L=Zürich", "O=株式会社"]),
        of("characters-to-escape", escapes, &["O=#\"x\" + <b>; \\y", "CN=a,b=c"]),
    ]
}

fn names() -> Vec<Recipe> {
    let one = |(name, text): (&str, &str)| Recipe::new(&format!("names/{name}")).names(&[text]);
    let mut thousand = Recipe::new("names/1000");
    thousand.names = (0..1000).map(|n| format!("DNS:bmc-{n}.example.com")).collect();
    let mut recipes: Vec<Recipe> = NINE.into_iter().map(one).collect();
    recipes.push(one(("ipv4", "IP:192.0.2.7")));
    recipes.push(Recipe::new("names/all-nine").names(&NINE.map(|(_, text)| text)));
    recipes.push(thousand);
    recipes
}

fn extensions() -> Vec<Recipe> {
    let usage = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_ENCIPHERMENT;
    let usage_text = "digitalSignature,keyEncipherment";
    let purposes =
        || ExtendedKeyUsage::new([KeyPurpose::SERVER_AUTH, KeyPurpose::CLIENT_AUTH]).expect("two");
    let purposes_text = "serverAuth,clientAuth";
    let one = |name: &str, extension: Extension, text| {
        Recipe::new(&format!("extensions/{name}")).extension(extension, text)
    };
    let oid = |text: &str| text.parse().expect("an identifier");
    let ca = BasicConstraints::ca(Some(2));
    let given = SubjectKeyIdentifier::from_bytes(&[7; 20]).expect("20 bytes");
    let staple = TlsFeature::new([TlsFeature::STATUS_REQUEST]).expect("one");
    let template = CertificateTemplate::from_version(oid("2.999.7"), 100, Some(3));
    let template_name = CertificateTemplate::from_name("Web").expect("a name");
    let own = Extension::new(oid("2.999.1"), true, &[5, 0]).expect("DER");
    vec![
        one("key-usage", usage.into(), usage_text),
        one("extended-key-usage", purposes().into(), purposes_text),
        one("basic-constraints", BasicConstraints::END_ENTITY.into(), "CA:FALSE"),
        one("basic-constraints-ca", ca.into(), "CA:TRUE, pathlen:2"),
        one("key-identifier", given.into(), "04140707070707070707070707070707070707070707"),
        one(
            "key-identifier-sha1",
            SubjectKeyIdentifier::from_key(KeyHash::Sha1).into(),
            "SHA-1 of the key",
        ),
        one("tls-feature", staple.into(), "3003020105"),
        one("certificate-template", template.into(), "300b0603883707020164020103"),
        one("certificate-template-name", template_name.into(), "1e06005700650062"),
        one("of-ones-own", own, "0500"),
        Recipe::new("extensions/several-with-names")
            .names(&["DNS:a.example", "IP:192.0.2.7"])
            .extension(usage, usage_text)
            .extension(purposes(), purposes_text)
            .extension(BasicConstraints::END_ENTITY, "CA:FALSE"),
    ]
}

fn attributes() -> Vec<Recipe> {
    let password = |text| (Attribute::challenge_password(text).expect("a password"), text);
    let name = |text| (Attribute::unstructured_name(text).expect("a name"), text);
    let own = Attribute::new("2.999.1".parse().expect("oid"), &[&[2, 1, 7]]).expect("DER");
    let with = |recipe: &str, (attribute, text)| {
        Recipe::new(&format!("attributes/{recipe}")).attribute(attribute, text)
    };
    vec![
        with("challenge-password", password("secret 7")),
        with("challenge-password-utf8", password("pässword")),
        with("unstructured-name", name("router-7.example.com")),
        with("of-ones-own", (own, "020107")),
        with("with-names", password("secret 7"))
            .attribute(name("router-7").0, "router-7")
            .names(&["DNS:a.example"])
            .extension(KeyUsage::DIGITAL_SIGNATURE, "digitalSignature"),
    ]
}
