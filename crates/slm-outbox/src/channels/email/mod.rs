//! E-mail, as text and as a page with a picture.

mod letter;

use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use slm_domain::delivery::{Email, Security};

use super::Delivery;
use crate::outcome::{Outcome, causes};
use crate::tls::Trust;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

pub(super) struct Carrier {
    email: Email,
    /// Why there is none, in words.
    transport: Result<Transport, String>,
    patience: Duration,
}

impl Carrier {
    pub(super) fn new(email: Email, trust: &Trust, patience: Duration) -> Self {
        let transport = transport(&email, trust, patience).map_err(|error| causes(&error));
        Self { email, transport, patience }
    }

    async fn send(&self, delivery: &Delivery) -> Outcome {
        let host = &self.email.host;
        let transport = match &self.transport {
            Ok(transport) => transport,
            Err(words) => return Outcome::retry(format!("{host} cannot be used: {words}")),
        };
        let letter = match letter::write(delivery, &self.email.sender) {
            Ok(letter) => letter,
            Err(words) => return Outcome::GiveUp(words),
        };
        // The transport's limit is for each of its steps; this one is for all.
        match tokio::time::timeout(self.patience * 2, transport.send(letter)).await {
            Ok(Ok(response)) => {
                let words: Vec<&str> = response.message().collect();
                Outcome::Delivered(
                    format!("{host} answered {} {}", response.code(), words.join(" ")).trim_end().to_owned(),
                )
            }
            Ok(Err(error)) => judge(host, &error),
            Err(_) => {
                Outcome::retry(format!("{host}: no end within {} s", (self.patience * 2).as_secs_f32()))
            }
        }
    }
}

impl super::Carrier for Carrier {
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Outcome> {
        self.send(delivery).boxed()
    }
}

fn transport(email: &Email, trust: &Trust, patience: Duration) -> Result<Transport, Error> {
    let parameters = || {
        let mut parameters = TlsParameters::builder(email.host.clone());
        for authority in trust.own() {
            parameters = parameters.add_root_certificate(Certificate::from_der(authority.to_vec())?);
        }
        parameters.build_rustls()
    };
    let tls = match email.security {
        Security::Plain => Tls::None,
        // Never "if the server has it": who is on the way could say that it has not.
        Security::StartTls => Tls::Required(parameters()?),
        Security::Tls => Tls::Wrapper(parameters()?),
    };
    let mut builder =
        Transport::builder_dangerous(&email.host).port(email.port).tls(tls).timeout(Some(patience));
    if let Some(login) = &email.login {
        builder =
            builder.credentials(Credentials::new(login.user.clone(), login.password.reveal().to_owned()));
    }
    Ok(builder.build())
}

/// A mailbox that does not exist will not exist tomorrow; everything else may be put right.
fn judge(host: &str, error: &Error) -> Outcome {
    let words = format!("{host}: {}", causes(error));
    match error.status().map(u16::from) {
        // RFC 5321, 4.2.3: no such mailbox, not local, name not allowed.
        Some(550 | 551 | 553) => Outcome::GiveUp(words),
        _ => Outcome::retry(words),
    }
}
