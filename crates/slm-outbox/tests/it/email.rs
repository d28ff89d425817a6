//! E-mail to a real server: encrypted, logged in, refused, and as it arrives.

use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use slm_domain::delivery::{ChannelDraft, Figure, Message, MessageKind, Sample, Series, Severity};
use slm_outbox::{Carriers, Delivery, Outcome, send_test};
use slm_peers::{Authority, Smtp, python};

use crate::support::{channels, message, somebody};

const ANNA: &str = "anna@example.org";

async fn test_of(draft: &ChannelDraft, authority: Option<&Authority>, to: &str) -> Outcome {
    let (channel, recipient) = somebody(draft, to);
    let channels =
        channels(authority.map(|authority| authority.pem.as_str())).with_patience(Duration::from_secs(10));
    send_test(&channels, &channel, &recipient, Timestamp::now()).await
}

#[tokio::test]
async fn mails_go_encrypted_and_logged_in() {
    let authority = Authority::new();
    for mode in ["starttls", "tls"] {
        let server = Smtp::start(mode, &authority);
        let outcome = test_of(&server.channel(mode), Some(&authority), ANNA).await;
        assert_eq!(outcome, Outcome::Delivered("localhost answered 250 2.0.0 kept".to_owned()), "{mode}");
        let kept = &server.kept(1).await[0];
        for line in
            ["From: slm@example.org", "To: anna@example.org", "Connection: secured", "Authenticated: True"]
        {
            assert!(kept.contains(&format!("X-Test-{line}\n")), "{mode}: {line}\n{kept}");
        }
    }
}

#[tokio::test]
async fn a_server_on_the_same_machine_may_go_without() {
    let server = Smtp::start("plain", &Authority::new());
    assert!(test_of(&server.channel("none"), None, ANNA).await.arrived());
    assert!(server.kept(1).await[0].contains("X-Test-Connection: plain\n"));
}

#[tokio::test]
async fn nothing_is_sent_where_the_connection_is_not_what_was_asked_for() {
    let authority = Authority::new();
    let open = Smtp::start("plain", &authority);
    let outcome = test_of(&open.channel("starttls"), Some(&authority), ANNA).await;
    assert!(
        matches!(&outcome, Outcome::RetryLater { reason, .. } if reason.contains("STARTTLS")),
        "{outcome:?}"
    );
    let stranger = Smtp::start("starttls", &Authority::new());
    let outcome = test_of(&stranger.channel("starttls"), Some(&authority), ANNA).await;
    assert!(
        matches!(&outcome, Outcome::RetryLater { reason, .. } if reason.contains("certificate")),
        "{outcome:?}"
    );
    let server = Smtp::start("starttls", &authority);
    let wrong = server.channel("starttls").with("password", "hunter3");
    let outcome = test_of(&wrong, Some(&authority), ANNA).await;
    assert!(matches!(&outcome, Outcome::RetryLater { reason, .. } if reason.contains("535")), "{outcome:?}");
    assert!(!outcome.words().contains("hunter3"));
    assert_eq!([open.now().len(), stranger.now().len(), server.now().len()], [0; 3]);
}

#[tokio::test]
async fn a_mailbox_that_does_not_exist_is_given_up_and_a_full_one_is_not() {
    let server = Smtp::start("plain", &Authority::new());
    let nobody = test_of(&server.channel("none"), None, "nobody@example.org").await;
    assert!(matches!(&nobody, Outcome::GiveUp(words) if words.contains("no such mailbox")), "{nobody:?}");
    let full = test_of(&server.channel("none"), None, "full@example.org").await;
    assert!(
        matches!(&full, Outcome::RetryLater { reason, .. } if reason.contains("mailbox full")),
        "{full:?}"
    );
}

/// A mail read by Python, which did not write it: header lines, then each part with its type and first words.
fn read(mail: &str) -> String {
    let script = "
import email, email.policy, sys
mail = email.message_from_string(sys.stdin.read(), policy=email.policy.default)
for name in ('From', 'To', 'Subject', 'Message-ID', 'References', 'Auto-Submitted', 'Date'):
    print(name + ':', mail[name])
for part in mail.walk():
    body = '' if part.is_multipart() else part.get_content()
    body = (body.strip().splitlines() or [''])[0] if isinstance(body, str) else body[:4]
    print(part.get_content_type(), part['Content-ID'] or '', repr(body))
";
    let mut child = std::process::Command::new(python())
        .args(["-c", script])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), mail.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn a_mail_has_text_page_and_picture() {
    let server = Smtp::start("plain", &Authority::new());
    let (channel, recipient) = somebody(&server.channel("none"), ANNA);
    let at: Timestamp = "2026-06-09T17:13:21Z".parse().unwrap();
    let sample = |number: i32| Sample {
        at: at + (number - 299).seconds(),
        value: Some(f64::from(number % 40) + 40.0),
    };
    let message = Message {
        title: "[critical] Nord-Tor: Überschreitung\r\nBcc: eve@example.org".to_owned(),
        severity: Severity::Critical,
        threshold: Some(Figure { name: "limit".to_owned(), value: 55.0, unit: "dB".to_owned() }),
        series: Some(Series {
            name: "Lp".to_owned(),
            unit: "dB".to_owned(),
            samples: (0..300).map(sample).collect(),
        }),
        ..message("event-7-raised", "event-7", MessageKind::Raised, at)
    };
    let delivery = Delivery { message: message.bounded(), recipient, attempt: 1, now: at };
    let carrier = channels(None).open(&channel);
    assert!(carrier.deliver(&delivery).await.arrived());
    assert!(carrier.deliver(&Delivery { attempt: 2, ..delivery }).await.arrived());
    let kept = server.kept(2).await;
    insta::assert_snapshot!(read(&kept[0]));
    let id = |mail: &str| mail.lines().find(|line| line.starts_with("Message-ID")).map(str::to_owned);
    assert_eq!(id(&kept[0]), id(&kept[1]), "a mail that comes twice is the same mail");
}
