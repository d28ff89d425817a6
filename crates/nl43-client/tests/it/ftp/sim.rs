//! The client on simulated meters: as they are, and with each of their faults.

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use nl43_client::ftp::{CardPathError, DataMode, FtpError, FtpOptions, FtpServer, FtpSession, SkipReason};
use nl43_sim::{Fault, FilesConfig, MeterConfig, SimMeter};
use tokio::task::JoinSet;

use super::{SHORT, active, fetch, neighbours, open, path, server, short};

const FOLDER: &str = "/NL-43/Auto_0019";
const LONG: &str = "/NL-43/Auto_0019/long.wav";
const BLANK: &str = "/NL-43/Auto_0019/Auto_Lp_01/NL_0001_SLM_Lp _0019_0001.rnd";
const SIZE: u64 = 3_000_000;

/// A meter with FTP on, a file with a blank in its name, a long one and an empty one.
async fn meter_with(files: FilesConfig) -> SimMeter {
    start(MeterConfig { files, ..MeterConfig::immediate() }).await
}

async fn other_meter() -> SimMeter {
    start(MeterConfig::immediate().seed(2)).await
}

async fn start(config: MeterConfig) -> SimMeter {
    let meter = SimMeter::start(config.with_files().setting("FTP", "On")).await.unwrap();
    let card = meter.card();
    card.put(BLANK, "Lp,1\r\n").unwrap();
    card.put("/NL-43/Auto_0019/settings.rnh", "").unwrap();
    card.put_sized(LONG, SIZE).unwrap();
    meter
}

async fn meter() -> SimMeter {
    meter_with(FilesConfig { data_connect: SHORT / 2, ..FilesConfig::default() }).await
}

async fn session(meter: &SimMeter, options: &FtpOptions) -> FtpSession {
    open(meter.ftp_addr().unwrap(), options).await
}

fn apply(meter: &SimMeter, fault: &str) {
    meter.faults().apply(&fault.parse::<Fault>().unwrap());
}

#[tokio::test]
async fn a_tree_is_walked_and_fetched() {
    for (passive, mode) in [(false, DataMode::Active), (true, DataMode::Passive)] {
        let meter = meter_with(FilesConfig { passive, ..FilesConfig::default() }).await;
        let mut session = session(&meter, &FtpOptions::default()).await;
        let root = session.list(&path("/")).await.unwrap();
        assert!(root.entries.iter().any(|entry| entry.name == "NL-43" && entry.is_dir), "{root:?}");
        let folder = session.list(&path(FOLDER)).await.unwrap();
        assert_eq!(folder.skipped, []);
        let shown: Vec<_> = folder
            .entries
            .iter()
            .map(|entry| (entry.name.as_str(), entry.is_dir, entry.size_bytes))
            .collect();
        assert_eq!(shown, [("Auto_Lp_01", true, 0), ("long.wav", false, SIZE), ("settings.rnh", false, 0)]);
        assert_eq!(fetch(&mut session, BLANK).await.unwrap(), b"Lp,1\r\n");
        assert_eq!(fetch(&mut session, "/NL-43/Auto_0019/settings.rnh").await.unwrap(), b"");
        let long = fetch(&mut session, LONG).await.unwrap();
        assert_eq!(long, meter.card().content(LONG).unwrap().to_vec());
        assert!(session.list(&path("/NL-43/Auto_0020")).await.unwrap_err().is_not_found());
        assert!(fetch(&mut session, "/NL-43/none").await.unwrap_err().is_not_found());
        assert_eq!(session.mode(), mode);
        session.quit().await;
        meter.stop().await;
    }
}

#[tokio::test]
async fn times_are_those_of_the_meters_clock() {
    let meter = meter().await;
    let card = meter.card();
    for (name, age) in [("new", 0.hours()), ("ahead", -(59.minutes())), ("old", 400.days())] {
        let folder = format!("/NL-43/{name}");
        card.make_folder(&folder).unwrap();
        card.set_modified(&folder, card.clock().checked_sub(age).unwrap()).unwrap();
    }
    let listing = session(&meter, &active()).await.list(&path("/NL-43")).await.unwrap();
    // The simulated meter's clock is UTC.
    let now = Timestamp::now();
    for (name, age, within_s) in [("new", 0, 120), ("ahead", -3540, 120), ("old", 400 * 86_400, 86_400 + 120)]
    {
        let entry = listing.entries.iter().find(|entry| entry.name == name).unwrap();
        let modified = entry.modified.resolve(&TimeZone::UTC, now).unwrap();
        let off = now.as_second() - modified.as_second() - age;
        assert!(off.abs() <= within_s, "{name}: {}, {modified}, now {now}", entry.modified);
    }
    meter.stop().await;
}

#[tokio::test]
async fn wrong_credentials_and_denied_entries() {
    let meter = meter().await;
    let wrong = FtpServer { password: "1111".into(), ..server(meter.ftp_addr().unwrap()) };
    let error = FtpSession::open(&wrong, &active()).await.unwrap_err();
    assert_eq!(error.to_string(), "the meter refuses to log in user USER: 530 Login Fail");
    apply(&meter, "ftp-login-fail@once");
    let error = FtpSession::open(&server(meter.ftp_addr().unwrap()), &active()).await.unwrap_err();
    assert!(matches!(error, FtpError::LoginRefused { code: 530, .. }), "{error}");

    let mut session = session(&meter, &active()).await;
    apply(&meter, "ftp-deny=long.wav");
    assert!(fetch(&mut session, LONG).await.unwrap_err().is_not_found());
    assert_eq!(fetch(&mut session, BLANK).await.unwrap(), b"Lp,1\r\n");
    apply(&meter, "ftp-deny=Auto_0019");
    assert!(session.list(&path(FOLDER)).await.unwrap_err().is_not_found());
    assert!(session.is_open());
    meter.stop().await;
}

#[tokio::test]
async fn a_blocked_data_connection_is_named() {
    let meter = meter().await;
    let mut patient = session(&meter, &active()).await;
    apply(&meter, "ftp-no-data");
    let error = patient.list(&path("/")).await.unwrap_err();
    assert!(matches!(&error, FtpError::DataRefused { code: 425, .. }), "{error}");
    // The meter has not given up when we do.
    let hasty = FtpOptions { data_connect_timeout: SHORT / 10, ports: Some(neighbours().1), ..short() };
    let mut hasty = session(&meter, &hasty).await;
    let error = fetch(&mut hasty, LONG).await.unwrap_err();
    assert!(
        matches!(&error, FtpError::DataNeverCame { announced } if announced.address.ip().is_loopback()),
        "{error}"
    );
    assert!(patient.is_open() && !hasty.is_open());

    meter.faults().heal();
    let abroad = FtpOptions { announced: Some([203, 0, 113, 7].into()), ..active() };
    let error = session(&meter, &abroad).await.list(&path("/")).await.unwrap_err();
    assert!(error.to_string().contains("the meter cannot reach 203.0.113.7:"), "{error}");
    apply(&meter, "ftp-wrong-peer");
    for file in [LONG, BLANK] {
        let error = fetch(&mut session(&meter, &short()).await, file).await.unwrap_err();
        assert!(matches!(&error, FtpError::WrongPeer { count: 1, .. }), "{file}: {error}");
    }
    meter.stop().await;
}

#[tokio::test]
async fn transfers_that_break_down_are_no_success() {
    let meter = meter().await;
    apply(&meter, "ftp-cut=1000000@once");
    let error = fetch(&mut session(&meter, &short()).await, LONG).await.unwrap_err();
    // The meter's word may overtake its last bytes.
    assert!(matches!(error, FtpError::Aborted { got: ..=1_000_000, code: 426, .. }), "{error}");
    apply(&meter, "ftp-stall=1000000@once");
    let error = fetch(&mut session(&meter, &short()).await, LONG).await.unwrap_err();
    assert!(matches!(error, FtpError::Stalled { got: 1_000_000, .. }), "{error}");
    for (fault, verb) in [("ftp-close=RETR@once", "RETR"), ("ftp-close=PORT@once", "PORT")] {
        apply(&meter, fault);
        let error = fetch(&mut session(&meter, &short()).await, LONG).await.unwrap_err();
        assert!(matches!(&error, FtpError::ControlLost { verb: at, .. } if *at == verb), "{fault}: {error}");
    }

    // The meter says that all is well; only the listing tells otherwise.
    apply(&meter, "ftp-short=1000000@once");
    let mut session = session(&meter, &short()).await;
    let file = path(LONG);
    let mut retrieval = session.retrieve(&file).await.unwrap();
    while retrieval.chunk().await.unwrap().is_some() {}
    assert_eq!(retrieval.expect_size(SIZE), Err(FtpError::Incomplete { expected: SIZE, got: 1_000_000 }));
    assert_eq!(fetch(&mut session, LONG).await.map(|bytes| bytes.len() as u64), Ok(SIZE));
    meter.stop().await;
}

#[tokio::test]
async fn odd_listings_are_told_not_guessed() {
    let meter = meter().await;
    let mut session = session(&meter, &active()).await;
    apply(&meter, "ftp-list-name=../slmm.db@once");
    let listing = session.list(&path(FOLDER)).await.unwrap();
    assert_eq!(listing.entries.len(), 3);
    let [skipped] = &listing.skipped[..] else { panic!("{listing:?}") };
    assert_eq!(skipped.reason, SkipReason::Name(CardPathError::Separator));
    assert!(skipped.line.ends_with("../slmm.db"), "{skipped:?}");

    apply(&meter, "ftp-garble-list@once");
    let listing = session.list(&path(FOLDER)).await.unwrap();
    assert!(!listing.skipped.is_empty(), "{listing:?}");
    assert_eq!(session.list(&path(FOLDER)).await.unwrap().entries.len(), 3);
    meter.stop().await;
}

#[tokio::test]
async fn many_sessions_share_few_ports() {
    // A meter takes four sessions; the two have different bytes in their files.
    let meters = [meter().await, other_meter().await];
    let options = FtpOptions { ports: Some(neighbours().1), ..active() };
    let mut tasks = JoinSet::new();
    for meter in meters.iter().cycle().take(8) {
        let mut session = session(meter, &options).await;
        let expected = meter.card().content(LONG).unwrap().to_vec();
        tasks.spawn(async move {
            for _ in 0..4 {
                assert_eq!(session.list(&path(FOLDER)).await.map(|listing| listing.entries.len()), Ok(3));
                assert!(fetch(&mut session, LONG).await.unwrap() == expected);
            }
            session.quit().await;
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    for meter in meters {
        meter.stop().await;
    }
}
