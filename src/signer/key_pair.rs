//! Key pairs as request signers, with random numbers of the operating system.

use alloc::{boxed::Box, vec::Vec};

use super::request_signer::RequestSigner;
use crate::algorithm::SignatureAlgorithm;
use crate::key::KeyPair;
use crate::public_key::PublicKey;

impl RequestSigner for KeyPair {
    fn public_key(&self) -> &PublicKey {
        self.public_key()
    }

    fn signature_algorithm(&self) -> SignatureAlgorithm {
        self.signature_algorithm().clone()
    }

    fn sign_message(
        &self,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn core::error::Error + Send + Sync>> {
        self.signature(message, &mut getrandom::SysRng).map_err(Into::into)
    }
}
