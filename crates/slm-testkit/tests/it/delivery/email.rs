//! Alarms by e-mail, over a real mail server with TLS and a login.

use serde_json::json;
use slm_peers::{Authority, PASSWORD, Smtp, USER};
use slm_testkit::PATIENCE;

use super::Site;

fn header<'a>(mail: &'a str, name: &str) -> &'a str {
    let line = mail.lines().find(|line| line.starts_with(&format!("{name}: "))).unwrap_or_default();
    line.split_once(": ").map_or("", |(_, value)| value)
}

#[tokio::test]
async fn who_is_named_by_a_rule_is_told_of_an_alarm_and_of_its_end() {
    let (authority, folder) = (Authority::new(), tempfile::tempdir().unwrap());
    authority.write_to(folder.path());
    let server = Smtp::start("starttls", &authority);
    let trusted = folder.path().join("ca.pem");
    let site = Site::new(&[("SLMM_DELIVERY_AUTHORITIES_FILE", trusted.to_str().unwrap())]).await;
    let settings = json!({
        "host": "localhost", "port": server.port, "username": USER, "password": PASSWORD,
        "sender": "slm@example.org",
    });
    site.channel("Mail", "email", settings).await;
    let rule = site.limit("log, email", "anna@example.org").await;

    // Some seconds to be shown.
    assert!(site.meter.journal().wait_for("DOD?", 20, PATIENCE).await);
    site.meter.set_level(86.0);
    let raised = server.kept(1).await.remove(0);
    assert_eq!(header(&raised, "Subject"), "[warning] gate: Night limit raised");
    assert_eq!(header(&raised, "X-Test-To"), "anna@example.org");
    assert_eq!(
        (header(&raised, "X-Test-Connection"), header(&raised, "X-Test-Authenticated")),
        ("secured", "True")
    );
    assert!(raised.contains("image/png"), "the last minutes are shown: {raised}");
    assert!(raised.contains("https://slm.example.org/units/gate"), "{raised}");
    site.meter.set_level(55.0);
    let cleared = server.kept(2).await.remove(1);
    assert_eq!(header(&cleared, "Subject"), "All clear: [warning] gate: Night limit cleared");
    assert_eq!(header(&cleared, "References"), header(&raised, "References"), "one conversation");
    assert_ne!(header(&cleared, "Message-ID"), header(&raised, "Message-ID"));

    // She has become a recipient, whom the rule needs.
    let known = site.get("_delivery/recipients").await;
    assert_eq!(known["recipients"][0]["address"], "anna@example.org");
    let (status, answer) = site.delete("_delivery/recipients/1").await;
    assert_eq!(status, 409, "{answer}");
    assert!(answer["detail"].as_str().unwrap().contains("Night limit of gate"), "{answer}");

    // Whoever was told "active" is told the end, also when the rule goes.
    site.meter.set_level(86.0);
    server.kept(3).await;
    assert_eq!(site.delete(&format!("gate/alerts/rules/{rule}")).await.0, 200);
    let closed = server.kept(4).await.remove(3);
    assert_eq!(header(&closed, "Subject"), "Closed: [warning] gate: Night limit closed");
    let shown = site.reached(1, "closed", "delivered").await;
    let details = site.get(&format!("_delivery/messages/{}", shown["id"])).await;
    assert_eq!(details["attempts"][0]["outcome"], "delivered");
    assert_eq!(site.delete("_delivery/recipients/1").await.0, 200);
}
