//! A request with all that can be requested: subject, names, extensions, an attribute.
//!
//! ```sh
//! cargo run --example builder
//! ```

use std::error::Error;

use pkcs10::{
    Algorithm, Attribute, DistinguishedName, ExtendedKeyUsage, GeneralName, Inspection, KeyPair,
    KeyUsage, Request, SysRng, extensions::TlsFeature,
};

fn main() -> Result<(), Box<dyn Error>> {
    let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;

    let request = Request::builder()
        // RDNs are encoded in the order of the calls. `"CN=…,O=…".parse::<DistinguishedName>()`
        // reads RFC 4514 text instead, most specific RDN first.
        .subject(
            DistinguishedName::builder()
                .country("DE")
                .organization("ACME GmbH")
                .organizational_unit("Firmware")
                .organizational_unit("BMC")
                .common_name("bmc-7.example.com"),
        )
        // One constructor per type …
        .subject_alt_name(GeneralName::dns("bmc-7.example.com"))
        .subject_alt_name(GeneralName::ip([192, 0, 2, 7]))
        // … or text with a prefix, as on the command line.
        .subject_alt_names(["URI:urn:acme:bmc:7", "RID:2.999.7"].map(str::parse::<GeneralName<'_>>))
        .extension(KeyUsage::DIGITAL_SIGNATURE)
        .extension("serverAuth,clientAuth".parse::<ExtendedKeyUsage>())
        .extension("status_request".parse::<TlsFeature>())
        .attribute(Attribute::challenge_password("4CF4C5D57E1E3B68"))
        .build()?;

    let csr = request.sign(&key)?;
    println!("{}", csr.to_pem());

    // What the recipient sees.
    let inspection = Inspection::read(csr.as_der())?;
    println!("{inspection}");
    assert!(inspection.verification().is_ok());
    assert_eq!(inspection.deviations(), []);
    let names: Vec<String> = request.subject_alt_names().map(|name| name.to_string()).collect();
    assert_eq!(
        names,
        ["DNS:bmc-7.example.com", "IP:192.0.2.7", "URI:urn:acme:bmc:7", "RID:2.999.7"]
    );
    Ok(())
}
