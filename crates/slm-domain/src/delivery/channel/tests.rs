use super::*;
use crate::delivery::AddressPolicy;

const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn webhook(url: &str) -> ChannelDraft {
    ChannelDraft::new("ops", ChannelKind::Webhook).with("url", url).with("secret", KEY)
}

fn email() -> ChannelDraft {
    ChannelDraft::new("mail", ChannelKind::Email)
        .with("host", "mail.example.org")
        .with("sender", "slm@example.org")
}

fn sms() -> ChannelDraft {
    ChannelDraft::new("sms", ChannelKind::Sms)
        .with("url", "https://gateway.example/send")
        .with("body", r#"{"to":"{to}","text":"{text}"}"#)
}

/// The fields that a draft is refused for.
fn fields(draft: &ChannelDraft) -> Vec<&'static str> {
    let problems = draft.check(1, &AddressPolicy::default()).err().unwrap_or_default();
    problems.iter().map(|problem| problem.field).collect()
}

fn settings(draft: &ChannelDraft) -> Settings {
    draft.check(1, &AddressPolicy::default()).unwrap().settings
}

#[test]
fn every_mistake_is_told_with_its_field() {
    let none: &[&str] = &[];
    assert_eq!(fields(&webhook("https://hooks.example.org/a")), none);
    assert_eq!(fields(&webhook("hooks.example.org")), ["url"]);
    assert_eq!(fields(&ChannelDraft::new(" ", ChannelKind::Webhook)), ["name", "url", "secret"]);
    assert_eq!(fields(&webhook("https://a.example").with("secret", "whsec_c2hvcnQ=")), ["secret"]);
    assert_eq!(fields(&webhook("https://a.example").with("secret", &KEY[6..])), ["secret"]);
    assert_eq!(fields(&webhook("https://a.example").with("colour", "red")), ["settings"]);
    assert_eq!(fields(&ChannelDraft::new("log", ChannelKind::Log)), none);

    assert_eq!(fields(&email()), none);
    assert_eq!(fields(&email().with("sender", "Sound <slm@example.org>")), ["sender"]);
    assert_eq!(fields(&email().with("port", "0").with("security", "ssl")), ["security", "port"]);
    assert_eq!(fields(&email().with("username", "slm")), ["password"]);
    assert_eq!(fields(&email().with("password", "x")), ["username"]);
    assert_eq!(fields(&email().with("host", "mail example")), ["host"]);

    let mqtt = ChannelDraft::new("broker", ChannelKind::Mqtt).with("host", "192.168.1.5");
    assert_eq!(fields(&mqtt), none, "a broker is mostly inside");
    assert_eq!(fields(&mqtt.clone().with("topic", "slmm/#").with("tls", "yes")), ["tls", "topic"]);

    assert_eq!(fields(&sms()), none);
    assert_eq!(fields(&sms().with("body", "{\"text\":\"{text}\"}")), ["body"]);
    assert_eq!(fields(&sms().with("method", "GET")), ["body"]);
    assert_eq!(fields(&sms().with("url", "https://g.example/{path}")), ["url"]);
    assert_eq!(fields(&sms().with("url", "https://{to}.example/")), ["url"]);
    assert_eq!(fields(&sms().with("headers", "Authorization: key abc\nX-A: b")), none);
    assert_eq!(fields(&sms().with("headers", "Host: inside")), ["headers"]);
    assert_eq!(fields(&sms().with("headers", "no colon").with("max_chars", "5")), ["headers", "max_chars"]);
}

#[test]
fn addresses_inside_are_refused_unless_allowed() {
    for inside in [
        "http://127.0.0.1/",
        "https://localhost/x",
        "http://[::1]:8080/",
        "http://10.0.0.5",
        "http://a.localhost.",
    ] {
        assert_eq!(fields(&webhook(inside)), ["url"], "{inside}");
        assert_eq!(fields(&sms().with("url", inside)), ["url"], "{inside}");
        let allowed = webhook(inside).check(1, &AddressPolicy::open());
        assert!(allowed.is_ok(), "{inside}");
    }
    let networks = ["10.0.0.0/24".parse().unwrap()];
    let policy = AddressPolicy::allowing(networks);
    assert!(webhook("http://10.0.0.5").check(1, &policy).is_ok());
    let refused = webhook("http://10.0.1.5").check(1, &policy).unwrap_err();
    assert_eq!(
        refused[0].to_string(),
        "url: 10.0.1.5 is a private address, and none that the configuration allows"
    );
}

#[test]
fn what_is_left_out_has_its_usual_value() {
    let Settings::Email(mail) = settings(&email()) else { panic!("an e-mail channel") };
    assert_eq!((mail.port, mail.security, mail.login), (587, Security::StartTls, None));
    let Settings::Email(mail) = settings(&email().with("security", "tls")) else {
        panic!("an e-mail channel")
    };
    assert_eq!(mail.port, 465);
    let draft = ChannelDraft::new("broker", ChannelKind::Mqtt).with("host", "Broker").with("tls", "true");
    let Settings::Mqtt(mqtt) = settings(&draft) else { panic!("a broker") };
    assert_eq!((mqtt.host.as_str(), mqtt.port, mqtt.topic.as_str()), ("broker", 8883, "slmm"));
    assert_eq!(mqtt.discovery.as_deref(), Some("homeassistant"));
    let Settings::Mqtt(mqtt) = settings(&draft.with("discovery", "none")) else { panic!("a broker") };
    assert_eq!(mqtt.discovery, None);
    let Settings::Sms(sms) = settings(&sms()) else { panic!("a gateway") };
    assert_eq!((sms.method, sms.max_chars), (HttpMethod::Post, 459));
}

#[test]
fn secrets_are_not_shown() {
    let draft = email().with("username", "slm").with("password", "hunter2");
    let channel = draft.check(1, &AddressPolicy::default()).unwrap();
    assert!(!format!("{draft:?} {channel:?}").contains("hunter2"));
    let shown: Vec<_> = draft.shown().collect();
    assert!(shown.contains(&("password", "***")) && shown.contains(&("username", "slm")), "{shown:?}");
}

#[test]
fn a_secret_given_back_as_shown_is_kept() {
    let before = webhook("https://a.example");
    let mut after = webhook("https://b.example").with("secret", "***");
    after.keep_secrets_of(&before);
    assert_eq!(after, webhook("https://b.example"));
}
