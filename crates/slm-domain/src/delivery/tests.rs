use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn quiet(window: &str, pierced_by: Option<&str>) -> QuietDraft {
    let (start, end) = window.split_once('-').unwrap();
    QuietDraft {
        start: start.to_owned(),
        end: end.to_owned(),
        days: None,
        zone: "Europe/Berlin".to_owned(),
        pierced_by: pierced_by.map(str::to_owned),
    }
}

fn somebody(id: i64, draft: &RecipientDraft) -> Recipient {
    draft.check(id, ChannelKind::Email).unwrap()
}

fn recipient(id: i64) -> Recipient {
    somebody(id, &RecipientDraft::new("night shift", 7, "night@example.org"))
}

fn check(window: &str, now: &str, expected: QuietVerdict) {
    let draft = RecipientDraft {
        quiet_hours: Some(quiet(window, Some("critical"))),
        ..RecipientDraft::new("a", 1, "a@example.org")
    };
    let hours = somebody(1, &draft).quiet.unwrap();
    assert_eq!(hours.verdict(Severity::Warning, at(now)), expected, "{window} at {now}");
    let critical = hours.verdict(Severity::Critical, at(now));
    let pierced = if expected == QuietVerdict::Outside { expected } else { QuietVerdict::Pierced };
    assert_eq!(critical, pierced, "{window} at {now}");
}

#[test]
fn quiet_hours_hold_until_their_end_in_the_recipients_zone() {
    let seven = QuietVerdict::Until(at("2026-06-10T05:00:00Z"));
    check("22:00-07:00", "2026-06-09T19:59:59Z", QuietVerdict::Outside);
    check("22:00-07:00", "2026-06-09T20:00:00Z", seven);
    check("22:00-07:00", "2026-06-10T04:59:59Z", seven);
    check("22:00-07:00", "2026-06-10T05:00:00Z", QuietVerdict::Outside);
    check("12:00-13:00", "2026-06-09T10:30:00Z", QuietVerdict::Until(at("2026-06-09T11:00:00Z")));
}

#[test]
fn quiet_hours_follow_the_clocks_changes() {
    // 2026-03-29, 02:00 becomes 03:00: a window that ends at 02:30 ends with the gap.
    check("22:00-02:30", "2026-03-29T00:59:59Z", QuietVerdict::Until(at("2026-03-29T01:00:00Z")));
    // 2026-10-25, 03:00 becomes 02:00: the night is an hour longer.
    check("22:00-07:00", "2026-10-25T00:30:00Z", QuietVerdict::Until(at("2026-10-25T06:00:00Z")));
}

#[test]
fn quiet_hours_belong_to_the_day_they_begin() {
    // 2026-06-12 is a Friday.
    let draft = RecipientDraft {
        quiet_hours: Some(QuietDraft { days: Some("4".to_owned()), ..quiet("22:00-07:00", None) }),
        ..RecipientDraft::new("a", 1, "a@example.org")
    };
    let hours = somebody(1, &draft).quiet.unwrap();
    let verdict = |now| hours.verdict(Severity::Critical, at(now));
    assert_eq!(verdict("2026-06-12T02:00:00Z"), QuietVerdict::Outside);
    assert_eq!(verdict("2026-06-13T02:00:00Z"), QuietVerdict::Until(at("2026-06-13T05:00:00Z")));
    assert_eq!(verdict("2026-06-13T22:00:00Z"), QuietVerdict::Outside);
}

#[test]
fn every_mistake_of_a_recipient_is_told_with_its_field() {
    let check = |draft: RecipientDraft, kind, expected: &[&str]| {
        let problems = draft.check(1, kind).err().unwrap_or_default();
        assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), expected, "{draft:?}");
    };
    let of = |address: &str| RecipientDraft::new("a", 1, address);
    for good in ["a@example.org", "first.last+tag@sub.example.org", "a@localhost"] {
        check(of(good), ChannelKind::Email, &[]);
    }
    for bad in [
        "",
        "a",
        "a@",
        "@b",
        "a b@c.d",
        "A <a@b.c>",
        "a@b.c\r\nBcc: d@e.f",
        "a@b..c",
        "a@-b",
        "a@b@c",
        "a@[::1]",
    ] {
        check(of(bad), ChannelKind::Email, &["address"]);
    }
    check(of("+49 (170) 123-4567"), ChannelKind::Sms, &[]);
    for bad in ["", "call me", "12", "+1234567890123456", "49+170"] {
        check(of(bad), ChannelKind::Sms, &["address"]);
    }
    check(of(""), ChannelKind::Webhook, &[]);
    check(of("https://b.example"), ChannelKind::Webhook, &["address"]);

    let quiet_hours = Some(QuietDraft {
        start: "25:00".to_owned(),
        end: "7:00".to_owned(),
        days: Some("8".to_owned()),
        zone: "Mars/Olympus".to_owned(),
        pierced_by: Some("loud".to_owned()),
    });
    let fields = ["start", "end", "days", "zone", "pierced_by"].map(|name| format!("quiet_hours.{name}"));
    let names: Vec<&str> = fields.iter().map(String::as_str).collect();
    check(RecipientDraft { quiet_hours, ..of("a@b.c") }, ChannelKind::Email, &names);
    let always = RecipientDraft { quiet_hours: Some(quiet("08:00-08:00", None)), ..of("a@b.c") };
    check(always, ChannelKind::Email, &["quiet_hours.end"]);
    let many = RecipientDraft {
        name: "\n".to_owned(),
        minimum_severity: "some".to_owned(),
        digest_after: 0,
        digest_window_s: -1,
        ..of("a@b.c")
    };
    check(many, ChannelKind::Email, &["name", "minimum_severity", "digest_after", "digest_window_s"]);
}

#[test]
fn a_recipient_is_written_as_it_was() {
    let draft = RecipientDraft {
        quiet_hours: Some(quiet("22:00-07:00", Some("critical"))),
        minimum_severity: "warning".to_owned(),
        ..RecipientDraft::new("night shift", 7, "night@example.org")
    };
    let read = somebody(3, &draft);
    assert_eq!(somebody(3, &RecipientDraft::from(&read)), read);
}

fn message(kind: MessageKind, severity: Severity) -> Message {
    Message { severity, ..Message::new("1", "alarm", kind, at("2026-06-09T12:00:00Z")) }
}

#[test]
fn steps_of_an_escalation_follow_each_other() {
    let step = |minutes, recipients: &[i64]| EscalationStep {
        after: Duration::from_mins(minutes),
        recipients: recipients.to_vec(),
    };
    let good = Escalation::new(vec![step(10, &[1]), step(30, &[2, 3])]).unwrap();
    let planned: Vec<_> =
        good.planned(at("2026-06-09T12:00:00Z")).map(|(number, at, _)| (number, at)).collect();
    assert_eq!(planned, [(1, at("2026-06-09T12:10:00Z")), (2, at("2026-06-09T12:30:00Z"))]);
    for bad in [
        vec![step(0, &[1])],
        vec![step(10, &[])],
        vec![step(10, &[1]), step(10, &[2])],
        vec![step(8 * 24 * 60, &[1])],
        vec![step(1, &[1; 51])],
        (1..12).map(|minutes| step(minutes, &[1])).collect(),
    ] {
        assert_eq!(Escalation::new(bad).unwrap_err().field, "escalation");
    }
}

#[test]
fn a_message_goes_to_those_who_want_it_and_later_to_others() {
    let critical_only = Recipient { minimum: Severity::Critical, ..recipient(2) };
    let off = Recipient { enabled: false, ..recipient(3) };
    let known = [recipient(1), critical_only, off, recipient(4)];
    let escalation =
        Escalation::new(vec![EscalationStep { after: Duration::from_mins(10), recipients: vec![1, 2, 4] }])
            .unwrap();
    let now = at("2026-06-09T12:00:01Z");
    let route = |message: &Message, told: &[i64]| -> Vec<(i64, u32, Timestamp)> {
        let routed = route(message, &known, &Audience::of([1, 1, 2, 3, 99]), &escalation, told, now);
        routed.iter().map(|one| (one.recipient, one.escalation, one.due)).collect()
    };
    let raised = message(MessageKind::Raised, Severity::Warning);
    let later = at("2026-06-09T12:10:00Z");
    assert_eq!(route(&raised, &[]), [(1, 0, now), (4, 1, later)], "each once");
    let urgent = message(MessageKind::Raised, Severity::Critical);
    assert_eq!(route(&urgent, &[]), [(1, 0, now), (2, 0, now), (4, 1, later)]);
    let cleared = message(MessageKind::Cleared, Severity::Warning);
    assert_eq!(
        route(&cleared, &[4, 2]),
        [(4, 0, now), (2, 0, now), (1, 0, now)],
        "whoever was told is told the end"
    );
}

proptest! {
    /// Nobody is told in quiet hours what does not pierce them, and nothing waits longer than they last.
    #[test]
    fn quiet_hours_are_kept(start in 0_i8..24, hours in 1_i8..24, minute in 0_i64..525_600, step in 0_i64..1_440) {
        let window = format!("{start:02}:15-{:02}:15", (start + hours) % 24);
        let quiet_hours = Some(quiet(&window, None));
        let recipient = somebody(1, &RecipientDraft { quiet_hours, ..RecipientDraft::new("a", 1, "a@example.org") });
        let now = Timestamp::from_second(1_781_000_000 + minute * 60 + step).unwrap();
        let routed = route(&message(MessageKind::Update, Severity::Info), std::slice::from_ref(&recipient), &Audience::of([1]), &Escalation::default(), &[], now);
        let due = routed[0].due;
        prop_assert!(due >= now && due.duration_since(now).as_hours() <= 24);
        prop_assert_eq!(recipient.quiet.unwrap().verdict(Severity::Info, due), QuietVerdict::Outside);
    }
}
