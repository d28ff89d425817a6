//! Whether the description and the snapshots cover the contract.

use std::collections::BTreeSet;

use serde_json::Value;

use super::table::{CONTRACT, UNDESCRIBED};

const PREFIX: &str = "/api/nl43";

/// Method and path as the description has them.
fn described(route: &(&str, &str)) -> (String, String) {
    let (method, path) = route;
    let method = if *method == "WS" { "get".to_owned() } else { method.to_lowercase() };
    let path = match path.split_at(1) {
        ("U", rest) => format!("{PREFIX}/{{unit_id}}{rest}"),
        ("A", rest) => format!("{PREFIX}{rest}"),
        ("P", rest) => rest.to_owned(),
        _ => (*path).to_owned(),
    };
    (method, path)
}

/// The name of a route's test: method and path without prefix and unit.
fn test_name(route: &(&str, &str)) -> String {
    let (method, path) = route;
    let segments = path.split('/').skip(1).map(|segment| {
        if segment.starts_with('{') { "id".to_owned() } else { segment.replace(['-', '.'], "_") }
    });
    let words = segments.flat_map(|segment| segment.split('_').map(str::to_owned).collect::<Vec<_>>());
    let words = words.filter(|word| !word.is_empty());
    // The roster's page and the roster are called the same.
    let page = path.starts_with('P').then(|| "page".to_owned());
    std::iter::once(method.to_lowercase()).chain(page).chain(words).collect::<Vec<_>>().join("_")
}

/// Names of the snapshots here, without the module.
fn snapshots() -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/contract/snapshots");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    let names = files.map(|name| name.to_string_lossy().into_owned());
    let names = names.filter_map(|name| Some(name.strip_suffix(".snap")?.rsplit_once("__")?.1.to_owned()));
    names.collect()
}

/// Operations of the description, and whether each is marked as an addition of ours.
fn operations() -> Vec<((String, String), bool)> {
    let description: Value = serde_json::from_str(&slm_server::api_description()).unwrap();
    let paths = description["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap();
        methods.iter().map(|(method, operation)| {
            let is_ours = operation.get("x-slmm").is_some_and(|mark| mark == &Value::Bool(true));
            ((method.clone(), path.clone()), is_ours)
        })
    });
    all.collect()
}

#[test]
fn every_route_of_the_contract_is_described_and_held() {
    let operations: BTreeSet<_> = operations().into_iter().map(|(route, _)| route).collect();
    let snapshots = snapshots();
    let mut wrong = Vec::new();
    for route in CONTRACT.iter().chain(UNDESCRIBED) {
        let is_described = operations.contains(&described(route)) || UNDESCRIBED.contains(route);
        let is_held = snapshots.contains(&test_name(route));
        if !is_described {
            wrong.push(format!("{route:?} is not in the API's description"));
        } else if !is_held {
            wrong.push(format!("{route:?} has no snapshot test {}", test_name(route)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_beyond_the_contract_is_marked_as_ours() {
    let contract: BTreeSet<_> = CONTRACT.iter().map(described).collect();
    let mut wrong = Vec::new();
    for (route, is_ours) in operations() {
        if is_ours == contract.contains(&route) {
            wrong.push(format!("{route:?}: extensions((\"x-slmm\" = json!(true))) is for additions of ours"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn tests_are_named_after_their_routes() {
    let check = |method, path, name: &str| assert_eq!(test_name(&(method, path)), name);
    check("PUT", "U/frequency-weighting", "put_frequency_weighting");
    check("DELETE", "U/alerts/rules/{rule_id}", "delete_alerts_rules_id");
    check("GET", "A/_monitor/status", "get_monitor_status");
    check("WS", "U/stream", "ws_stream");
    check("GET", "/health/devices", "get_health_devices");
    check("GET", "P/", "get_page");
    check("GET", "P/openapi.json", "get_page_openapi_json");
}
