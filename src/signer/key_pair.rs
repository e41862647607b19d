//! Our own keys among the signers of any kind, with random numbers of the operating system.

use alloc::{boxed::Box, vec::Vec};

use super::Signer;
use crate::key::KeyPair;
use crate::public_key::PublicKey;
use crate::signature_algorithm::SignatureAlgorithm;

impl Signer for KeyPair {
    fn public_key(&self) -> &PublicKey {
        self.public_key()
    }

    fn signature_algorithm(&self) -> SignatureAlgorithm {
        self.signature_algorithm().clone()
    }

    fn try_sign(
        &self,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn core::error::Error + Send + Sync>> {
        self.sign_message(message, &mut getrandom::SysRng).map_err(Into::into)
    }
}
