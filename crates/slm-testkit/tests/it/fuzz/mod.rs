//! Requests made from the API's description: nothing but described answers, and nothing at a meter but commands.
//!
//! `SLMM_FUZZ_SEED` repeats a run, `SLMM_FUZZ_ROUNDS` lengthens it.

mod document;
mod judge;
mod random;
mod requests;
mod values;
mod wire;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use nl43_sim::Fault;
use serde_json::Value;
use tokio::sync::Semaphore;

use document::{Document, Operation};
use judge::Judge;
use random::Random;
use requests::Maker;
use wire::{Reply, Request};
use world::{Place, World, strange_lines};

/// Random requests to each operation beside the standing ones.
const ROUNDS: usize = 40;
/// Time for the random requests to one operation; slow ones, which ask a meter a dozen times, get fewer.
const TIME_EACH: Duration = Duration::from_secs(4);
/// Operations that are asked at the same time.
const AT_ONCE: usize = 32;
/// The longest honest answer to a meter that answers at once.
const PATIENCE: Duration = Duration::from_secs(45);
/// A request to a faulty meter is given up after this, without a verdict.
const FAULTY_PATIENCE: Duration = Duration::from_secs(12);

/// What cannot succeed here.
const WITHOUT_SUCCESS: &[&str] = &[
    // Offered by the compatible API, unknown to the instrument.
    "POST /api/nl43/{unit_id}/reset",
    // Asks for a measurement that was just made, in manual mode.
    "POST /api/nl43/{unit_id}/store",
    // No event without an alarm.
    "POST /api/nl43/{unit_id}/alerts/events/{event_id}/ack",
    "POST /api/nl43/_alerts/events/{event_id}/ack",
    "GET /api/nl43/_alerts/incidents/{incident_id}",
    "POST /api/nl43/_alerts/incidents/{incident_id}/ack",
    // Asks for a cycle that still runs when it comes.
    "DELETE /api/nl43/{unit_id}/operations/{operation_id}",
    // Asks for a cycle that ended early.
    "POST /api/nl43/{unit_id}/operations/{operation_id}/restart",
    // No message without an alarm.
    "GET /api/nl43/_delivery/messages/{message_id}",
    "DELETE /api/nl43/_delivery/messages/{message_id}",
    "POST /api/nl43/_delivery/messages/{message_id}/resend",
];

/// When an operation is asked: first those that keep to their own unit, then those that make units of all the strange
/// names, last those on the whole service, which the others would not survive.
fn turn(operation: &Operation) -> u8 {
    let path = operation.path.as_str();
    if ["/_system/standby", "/_system/resume", "/_connections/flush"].iter().any(|end| path.ends_with(end)) {
        2
    } else {
        u8::from(operation.method != "GET" && (path.ends_with("/roster") || path.ends_with("}/config")))
    }
}

fn seed() -> u64 {
    let given = std::env::var("SLMM_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or(20_260_609)
}

fn rounds() -> usize {
    std::env::var("SLMM_FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS)
}

/// What was found out about one operation.
#[derive(Default)]
struct Findings {
    statuses: BTreeMap<u16, usize>,
    took: Duration,
    /// One answer for each failure of a meter.
    failures: BTreeSet<String>,
    complaints: BTreeSet<String>,
}

impl Findings {
    fn note(&mut self, judge: &Judge, request: &Request, reply: &anyhow::Result<Reply>) {
        let complaint = match reply {
            Ok(reply) => {
                *self.statuses.entry(reply.status).or_default() += 1;
                if reply.status >= 500 {
                    self.failures.insert(String::from_utf8_lossy(&reply.body).into_owned());
                }
                judge.complaint(reply)
            }
            Err(error) => Some(format!("{error:#}")),
        };
        if let Some(complaint) = complaint {
            let body = request.body.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
            let body: String = body.chars().take(160).collect();
            let target: String = request.target.chars().take(160).collect();
            let headers = &request.headers;
            self.complaints
                .insert(format!("{complaint}\n      to {} {target} {headers:?} {body}", request.method));
        }
    }
}

/// Asks one operation everything.
async fn ask(world: &World, document: &Document, operation: &Operation, place: &Place) -> Findings {
    let judge = Judge::new(document, operation).unwrap();
    let random = Random::of(seed(), &operation.name());
    let mut maker = Maker { document, operation, known: &place.known, random };
    let mut findings = Findings::default();
    let began = Instant::now();
    for request in maker.standing() {
        findings.note(&judge, &request, &wire::send(world.address(), &request, PATIENCE).await);
    }
    let end = Instant::now() + TIME_EACH * u32::try_from(rounds().div_ceil(ROUNDS)).unwrap();
    for round in 0..rounds() {
        if Instant::now() > end {
            break;
        }
        let is_fitting = round % 8 == 0;
        if is_fitting && operation.path.contains("{unit_id}") {
            world.restore(place).await.unwrap();
        }
        let request = if is_fitting { maker.fitting() } else { maker.spoilt() };
        findings.note(&judge, &request, &wire::send(world.address(), &request, PATIENCE).await);
    }
    findings.took = began.elapsed();
    findings
}

/// Makes something that the path of an operation can name: a rule, an operation, a campaign.
async fn prepare(world: &World, document: &Document, operation: &Operation, place: &mut Place) {
    place.suit(&operation.path);
    if operation.path.contains("/_delivery/recipients") {
        place.known.set("channel_id", world.channel().await.unwrap());
    }
    if operation.path.starts_with("/view/") {
        place.known.set("token", world.token(&place.unit).await.unwrap());
    }
    let more = operation.parameters.iter().find(|one| one.in_path && one.name != "unit_id");
    let Some(parameter) = more else { return };
    let begins = match parameter.name.as_str() {
        "operation_id" => "/api/nl43/{unit_id}/start-cycle",
        name => operation.path.split(&format!("/{{{name}}}")).next().unwrap(),
    };
    let operations = document.operations().unwrap();
    let begins = operations.iter().find(|one| one.method == "POST" && one.path == begins);
    let Some(begins) = begins else { return };
    let mut ids = Vec::new();
    for number in 0..3 {
        let random = Random::of(seed().wrapping_add(number), &operation.name());
        let request = Maker { document, operation: begins, known: &place.known, random }.fitting();
        let reply = wire::send(world.address(), &request, PATIENCE).await.unwrap();
        let answer: Value = serde_json::from_slice(&reply.body).unwrap();
        ids.extend(found(&answer, &parameter.name).or_else(|| found(&answer, "id")).cloned());
    }
    place.known.set(&parameter.name, Value::Array(ids));
}

/// The first value of a key, however deep.
fn found<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Object(fields) => {
            fields.get(key).or_else(|| fields.values().find_map(|field| found(field, key)))
        }
        Value::Array(items) => items.iter().find_map(|item| found(item, key)),
        _ => None,
    }
}

fn unit_name(operation: &Operation) -> String {
    let words = operation.name().replace(|sign: char| !sign.is_ascii_alphanumeric(), "-");
    words.to_lowercase().chars().take(100).collect()
}

async fn described(world: &World) -> (Document, Vec<Operation>) {
    let document = Document::new(world.scene.get("/openapi.json").await.unwrap().1);
    let operations = document.operations().unwrap();
    (document, operations)
}

#[expect(clippy::print_stdout, reason = "the seed repeats the run")]
fn report(found: &[(String, Findings)]) {
    let mut count = 0;
    let mut text = String::new();
    for (name, findings) in found {
        count += findings.statuses.values().sum::<usize>();
        println!("{name}: {:?} in {:?} {:?}", findings.statuses, findings.took, findings.failures);
        for complaint in findings.complaints.iter().take(5) {
            let _ = writeln!(text, "{name}\n    {complaint}");
        }
    }
    println!("{count} requests, seed {}", seed());
    assert!(text.is_empty(), "seed {}:\n{text}", seed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_is_a_described_one() {
    let world = World::new().await.unwrap();
    let (document, operations) = described(&world).await;
    let mut found = Vec::new();
    let mut places = Vec::new();
    for number in 0..=2 {
        let asked = operations.iter().filter(|operation| turn(operation) == number).map(async |operation| {
            let mut place = world.place(&unit_name(operation)).await.unwrap();
            prepare(&world, &document, operation, &mut place).await;
            let findings = ask(&world, &document, operation, &place).await;
            (operation.name(), findings, place)
        });
        let mut asked = futures_util::stream::iter(asked).buffer_unordered(AT_ONCE);
        while let Some((name, findings, place)) = asked.next().await {
            found.push((name, findings));
            places.push(place);
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    report(&found);
    for place in &places {
        assert_eq!(strange_lines(&place.meter), Vec::<String>::new(), "at the meter of {}", place.unit);
        assert!(place.meter.journal().max_connections() <= 1, "{}", place.unit);
    }
    assert_eq!(world.scene.get("/health").await.unwrap().0, 200);
    let unreached: Vec<_> = found
        .iter()
        .filter(|(name, _)| !WITHOUT_SUCCESS.contains(&name.as_str()))
        .filter(|(_, findings)| !findings.statuses.keys().any(|status| *status < 300))
        .map(|(name, findings)| format!("{name}: {:?}", findings.statuses))
        .collect();
    assert!(unreached.is_empty(), "no success was seen of {unreached:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_operation_has_is_refused() {
    let world = World::new().await.unwrap();
    let (_, operations) = described(&world).await;
    let mut paths: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    // A path that only speaks WebSocket has no methods at all.
    for operation in operations.iter().filter(|operation| !operation.is_websocket()) {
        paths.entry(&operation.path).or_default().insert(&operation.method);
    }
    for (path, methods) in paths {
        let target = path.replace("{unit_id}", "gone").replace(['{', '}'], "");
        for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO"] {
            if methods.contains(method) {
                continue;
            }
            let request = Request {
                method: method.to_owned(),
                target: target.clone(),
                headers: Vec::new(),
                body: None,
            };
            let reply = wire::send(world.address(), &request, PATIENCE).await.unwrap();
            assert_eq!(reply.status, 405, "{method} {target}");
            let allowed: BTreeSet<_> = reply.headers["allow"].split(',').map(str::trim).collect();
            assert_eq!(allowed, methods, "{method} {target}");
        }
        for target in
            [format!("{target}/x"), format!("{target}/"), format!("/{target}"), format!("{target}%2f")]
        {
            let request = Request { method: "PATCH".to_owned(), target, headers: Vec::new(), body: None };
            let reply = wire::send(world.address(), &request, PATIENCE).await.unwrap();
            assert!(matches!(reply.status, 307 | 404 | 405), "{}: {}", request.target, reply.status);
        }
    }
}

/// Faults of the line, and of the file server where files are asked for.
fn faults_for(operation: &Operation) -> impl Iterator<Item = &'static str> {
    const LINE: &[&str] = &["hold", "refuse", "wrong-code=1", "garble=1", "wrong-fields"];
    const FILES: &[&str] =
        &["ftp-login-fail", "ftp-no-data", "ftp-stall=100", "ftp-cut=100", "ftp-short=100", "ftp-deny=Auto"];
    let ends = ["sync-start-time", "stop-cycle"];
    let asks_for_files =
        operation.path.contains("/ftp/") || ends.iter().any(|end| operation.path.ends_with(end));
    LINE.iter().chain(if asks_for_files { FILES } else { &[] }).copied()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_faulty_meter_is_answered_as_described() {
    let world = World::new().await.unwrap();
    let (document, operations) = described(&world).await;
    let per_unit = |operation: &&Operation| operation.path.contains("{unit_id}");
    let pairs = operations
        .iter()
        .filter(per_unit)
        .flat_map(|operation| faults_for(operation).map(move |fault| (operation, fault)));
    // Units are added one after the other anyway; the waiting is done together.
    let places = Semaphore::new(AT_ONCE);
    let asked = pairs.enumerate().map(async |(number, (operation, fault))| {
        let placing = places.acquire().await;
        let mut place = world.place(&format!("faulty-{number}")).await.unwrap();
        place.suit(&operation.path);
        drop(placing);
        place.meter.faults().apply(&fault.parse::<Fault>().unwrap());
        let name = format!("{} with {fault}", operation.name());
        let judge = Judge::new(&document, operation).unwrap();
        let random = Random::of(seed(), &name);
        let request = Maker { document: &document, operation, known: &place.known, random }.fitting();
        let mut findings = Findings::default();
        let reply = wire::send(world.address(), &request, FAULTY_PATIENCE).await;
        if reply.is_ok() {
            findings.note(&judge, &request, &reply);
        }
        assert_eq!(strange_lines(&place.meter), Vec::<String>::new(), "{name}");
        (name, findings)
    });
    let found = futures_util::future::join_all(asked).await;
    report(&found);
}
