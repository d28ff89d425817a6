use super::*;

/// Reads `value` as the field `x` and returns it, or the kind of mistake.
fn check<T>(value: Value, read: impl FnOnce(&mut Fields<'_>) -> Option<T>) -> Result<Option<T>, String> {
    let object: Map<String, Value> = [("x".to_owned(), value)].into_iter().collect();
    let mut fields = Fields::new("body", &object);
    let taken = read(&mut fields);
    match fields.finish() {
        Ok(()) => Ok(taken),
        Err(Invalid(problems)) => {
            assert_eq!(problems[0].loc, ["body".into(), Place::from("x")]);
            assert!(!problems[0].msg.is_empty());
            Err(problems[0].kind.clone())
        }
    }
}

fn port(value: Value) -> Result<Option<u16>, String> {
    check(value, |fields| fields.port("x"))
}

fn flag(value: Value) -> Result<Option<bool>, String> {
    check(value, |fields| fields.boolean("x"))
}

fn decibels(value: Value) -> Result<Option<f64>, String> {
    check(value, |fields| fields.number("x"))
}

fn wrong<T>(kind: &str) -> Result<Option<T>, String> {
    Err(kind.to_owned())
}

#[test]
fn whole_numbers_come_in_four_forms() {
    for seven in [json!(7), json!(7.0), json!("7"), json!(" 7 ")] {
        assert_eq!(port(seven), Ok(Some(7)));
    }
    assert_eq!(port(json!("seven")), wrong("int_parsing"));
    assert_eq!(port(json!("7.5")), wrong("int_parsing"));
    assert_eq!(port(json!("")), wrong("int_parsing"));
    assert_eq!(port(json!(7.5)), wrong("int_from_float"));
    assert_eq!(port(json!(true)), wrong("int_type"));
    assert_eq!(port(json!([7])), wrong("int_type"));
    assert_eq!(port(json!({})), wrong("int_type"));
    assert_eq!(port(Value::Null), Ok(None));
}

#[test]
fn ports_have_a_range() {
    for beyond in [json!(0), json!(-1), json!(65536), json!(1e300), json!(u64::MAX)] {
        assert_eq!(port(beyond), wrong("value_error"));
    }
    assert_eq!(port(json!(65535)), Ok(Some(65535)));
}

#[test]
fn intervals_are_told_by_rule_or_by_schema() {
    let by_rule = |value| check(value, |fields| fields.interval("x"));
    assert_eq!(by_rule(json!(30)), Ok(Some(30)));
    assert_eq!(by_rule(json!(29)), wrong("value_error"));
    assert_eq!(by_rule(json!(21601)), wrong("value_error"));
    let by_schema = |value| check(value, |fields| fields.integer_within("x", &INTERVALS));
    assert_eq!(by_schema(json!(21600)), Ok(Some(21600)));
    assert_eq!(by_schema(json!(29)), wrong("greater_than_equal"));
    assert_eq!(by_schema(json!(21601)), wrong("less_than_equal"));
}

#[test]
fn booleans_come_in_many_words() {
    for yes in
        [json!(true), json!(1), json!("on"), json!("Yes"), json!("TRUE"), json!("t"), json!("y"), json!("1")]
    {
        assert_eq!(flag(yes), Ok(Some(true)));
    }
    for no in [
        json!(false),
        json!(0),
        json!("off"),
        json!("no"),
        json!("false"),
        json!("f"),
        json!("n"),
        json!("0"),
    ] {
        assert_eq!(flag(no), Ok(Some(false)));
    }
    assert_eq!(flag(json!("maybe")), wrong("bool_parsing"));
    assert_eq!(flag(json!(2)), wrong("bool_parsing"));
    assert_eq!(flag(json!([])), wrong("bool_type"));
}

#[test]
fn numbers_are_finite() {
    assert_eq!(decibels(json!(70)), Ok(Some(70.0)));
    assert_eq!(decibels(json!("70.5")), Ok(Some(70.5)));
    assert_eq!(decibels(json!("loud")), wrong("float_parsing"));
    assert_eq!(decibels(json!(false)), wrong("float_type"));
    assert_eq!(decibels(json!("NaN")), wrong("finite_number"));
    assert_eq!(decibels(json!("-inf")), wrong("finite_number"));
}

#[test]
fn texts_are_strings_only() {
    let text = |value| check(value, |fields| fields.text("x"));
    assert_eq!(text(json!("-.-")), Ok(Some("-.-".to_owned())));
    assert_eq!(text(json!(65.2)), wrong("string_type"));
    let credential = |value| check(value, |fields| fields.credential("x"));
    assert_eq!(credential(json!("")), Ok(Some(String::new())));
    assert_eq!(credential(json!("USER\r\nDELE x")), wrong("value_error"));
}

#[test]
fn hosts_are_names_or_addresses() {
    let host = |value| check(value, |fields| fields.host("x"));
    for good in ["198.51.100.7", "::1", "fe80::1", "meter-1.example", "localhost", &"a".repeat(253)] {
        assert_eq!(host(json!(good)), Ok(Some(good.to_owned())));
    }
    for bad in ["", " ", "a b", "meter_1", "host:2255", "http://x", "a\r\nReset", "é", &"a".repeat(254)] {
        assert_eq!(host(json!(bad)), wrong("value_error"), "{bad:?}");
    }
    assert_eq!(host(json!(1)), wrong("string_type"));
}

#[test]
fn reserved_names_are_no_units() {
    for name in ["_monitor", "_x", "roster", "", "..", "a/b", "a\u{1a}"] {
        assert!(unit_id(name).is_err(), "{name:?}");
    }
    assert!(unit_id("rosters").is_ok());
}

#[test]
fn all_mistakes_are_told_together() {
    let body = json!({"host": "a b", "tcp_port": "x", "tcp_enabled": {}});
    let mut fields = Fields::new("body", body.as_object().unwrap());
    fields.required_unit_id("unit_id");
    fields.required_host("host");
    fields.port("tcp_port");
    fields.boolean("tcp_enabled");
    let Err(Invalid(problems)) = fields.finish() else { panic!("four mistakes") };
    let kinds: Vec<&str> = problems.iter().map(|problem| problem.kind.as_str()).collect();
    assert_eq!(kinds, ["missing", "value_error", "int_parsing", "bool_type"]);
    assert_eq!(problems[0].input, body);
}
