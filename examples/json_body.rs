//! Reads a JSON body into a request, or into a list of faults, each with its path in the body.
//!
//! ```sh
//! cargo run --example json_body
//! ```

use std::error::Error;

use pkcs10::lxca::{BodyReader, JsonWords};
use pkcs10::{Algorithm, Code, KeyPair, Profile, SysRng};

fn main() -> Result<(), Box<dyn Error>> {
    let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
    let reader = BodyReader::new(Profile::LXCA);

    let request = reader.read(include_bytes!("request.json"))?;
    let csr = request.sign(&key)?;
    println!("{}", csr.to_pem());
    csr.verify()?;

    let faulty = br#"{
        "CommonName": "bmc_7",
        "Country": "Germany",
        "subjectAlternativeNames": {
            "generalNames": [
                {"type": "dNSName", "name": "bmc-7.example.com"},
                {"type": "ipAddress", "name": "192.0.2.7"}
            ]
        }
    }"#;
    let Err(faults) = reader.read(faulty) else {
        return Err("the body was accepted".into());
    };
    // A form can show each fault beside its field. An underscore in a CommonName is accepted.
    for fault in &faults {
        println!("{}", fault.line(&JsonWords));
    }
    let found: Vec<_> =
        faults.iter().map(|fault| (fault.place().to_string(), fault.code())).collect();
    assert_eq!(
        found,
        [
            ("Country".to_owned(), Code::CountrySyntax),
            ("subjectAlternativeNames.generalNames[1].type".to_owned(), Code::NameType),
        ]
    );
    Ok(())
}
