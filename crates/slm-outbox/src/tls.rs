//! Whom we believe: the certificates of the system and of the house.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// How connections with TLS are made, the same for all channels.
#[derive(Clone)]
pub struct Trust {
    config: Arc<ClientConfig>,
    /// Authorities of the house, in DER.
    own: Vec<CertificateDer<'static>>,
}

/// Authorities of the house cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the file of certificate authorities cannot be used: {0}")]
pub struct TrustError(String);

impl Trust {
    /// The authorities that the system knows, and those of the house given as PEM.
    ///
    /// # Errors
    /// The text holds no certificate, or one that is none.
    pub fn new(own_authorities: Option<&str>) -> Result<Self, TrustError> {
        let mut roots = RootCertStore::empty();
        // A system without any is told by the first connection that fails.
        let system = rustls_native_certs::load_native_certs();
        for error in &system.errors {
            tracing::warn!(%error, "a certificate of the system cannot be read");
        }
        roots.add_parsable_certificates(system.certs);
        let mut own = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(own_authorities.unwrap_or_default().as_bytes()) {
            let certificate = certificate.map_err(|error| TrustError(error.to_string()))?;
            roots.add(certificate.clone()).map_err(|error| TrustError(error.to_string()))?;
            own.push(certificate);
        }
        if own_authorities.is_some() && own.is_empty() {
            return Err(TrustError("there is no certificate in it".to_owned()));
        }
        // Handed over instead of set for the process: a library must not depend on what a program did before.
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| TrustError(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { config: Arc::new(config), own })
    }

    pub(crate) fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.config)
    }

    /// Authorities of the house, in DER.
    pub(crate) fn own(&self) -> impl Iterator<Item = &[u8]> {
        self.own.iter().map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_certificates_is_refused() {
        for text in ["", "hello", "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n"] {
            assert!(Trust::new(Some(text)).is_err(), "{text}");
        }
        assert!(Trust::new(None).is_ok());
    }
}
