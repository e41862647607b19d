//! A JSON body in, a request out; or every fault, each with its path in the body.
//!
//! ```sh
//! cargo run --example json_body
//! ```

use std::error::Error;

use pkcs10::lxca::BodyReader;
use pkcs10::{Algorithm, KeyPair, Profile, SysRng};

fn main() -> Result<(), Box<dyn Error>> {
    let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
    let reader = BodyReader::new(Profile::LXCA);

    let request = reader.read(include_bytes!("request.json"))?;
    let csr = request.sign(&key)?;
    println!("{}", csr.to_pem());
    assert_eq!(csr.verify(), Ok(()));

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
        return Err("the faults were not seen".into());
    };
    println!("{faults}");
    // A form can put each beside its field. An underscore is no fault in a CommonName.
    let paths: Vec<&str> = faults.iter().map(|fault| fault.path()).collect();
    assert_eq!(paths, ["Country", "subjectAlternativeNames.generalNames[1].type"]);
    Ok(())
}
