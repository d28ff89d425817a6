use std::io::Cursor;
use std::sync::Mutex;

use nl43_sim::{Fault, MeterConfig, SimMeter};
use slm_domain::UnitId;
use zip::ZipArchive;

use super::*;
use crate::RawConfig;

const FOLDER: &str = "/NL-43/Auto_0009";

/// A meter with a folder of two files, and a collector with a folder of its own.
async fn prepared() -> (SimMeter, Arc<UnitConfig>, Collector, tempfile::TempDir, JoinSet<()>) {
    let config = MeterConfig::immediate().with_files().setting("FTP", "On");
    let meter = SimMeter::start(config).await.unwrap();
    for name in ["a.rnd", "b.rnd"] {
        meter.card().put_sized(&format!("{FOLDER}/{name}"), 100_000).unwrap();
    }
    let mut unit = UnitConfig::new(UnitId::new("gate").unwrap(), "127.0.0.1");
    unit.ftp_port = meter.ftp_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let mut raw = RawConfig::default();
    raw.set("SLMM_DATA_DIR", folder.path().display());
    let mut tasks = JoinSet::new();
    let collector = Collector::start(&Config::check(&raw).unwrap(), &mut tasks);
    (meter, Arc::new(unit), collector, folder, tasks)
}

fn names(folder: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

async fn saved(
    collector: &Collector,
    unit: &Arc<UnitConfig>,
    target: &std::path::Path,
    told: impl Fn(&FolderProgress),
) -> Result<FolderArchive, CollectError> {
    let folder = CardPath::parse(FOLDER).unwrap();
    let wanted = Wanted { unit: Arc::clone(unit), folder, since: None };
    let turn = collector.try_turn(unit).await.unwrap();
    collector.save_folder(turn, wanted, target.to_owned(), told).await?.keep().await
}

#[tokio::test]
async fn an_archive_is_on_the_disk_in_one_piece() {
    let (_meter, unit, collector, folder, _tasks) = prepared().await;
    let target = folder.path().join("cycle/Auto_0009.zip");
    let last: Mutex<FolderProgress> = Mutex::default();
    let told = |progress: &FolderProgress| *last.lock().unwrap() = progress.clone();
    let archive = saved(&collector, &unit, &target, told).await.unwrap();
    assert_eq!((archive.files, archive.bytes), (2, 200_000));
    let bytes = std::fs::read(&target).unwrap();
    assert_eq!(archive.archive_bytes, bytes.len() as u64);
    assert_eq!(archive.sha256, hex(&<sha2::Sha256 as sha2::Digest>::digest(&bytes)));
    assert_eq!(ZipArchive::new(Cursor::new(bytes)).unwrap().len(), 3, "two files and the manifest");
    let last = last.lock().unwrap();
    assert_eq!((last.files_done, last.bytes_done, last.is_fetched), (2, 200_000, true));
    assert_eq!(names(&folder.path().join("cycle")), ["Auto_0009.zip"]);
}

#[tokio::test]
async fn an_archive_that_lacks_a_file_is_none() {
    let (meter, unit, collector, folder, _tasks) = prepared().await;
    meter.faults().apply(&"ftp-deny=b.rnd".parse::<Fault>().unwrap());
    let target = folder.path().join("cycle/Auto_0009.zip");
    std::fs::create_dir(folder.path().join("cycle")).unwrap();
    std::fs::write(&target, "the one before").unwrap();
    let failed = saved(&collector, &unit, &target, |_| {}).await;
    let Err(CollectError::Files { failures, total: 2 }) = failed else { panic!("{failed:?}") };
    assert_eq!(failures[0].path, format!("{FOLDER}/b.rnd"));
    assert_eq!(names(&folder.path().join("cycle")), ["Auto_0009.zip"]);
    assert_eq!(std::fs::read(&target).unwrap(), b"the one before");
    meter.faults().heal();
    saved(&collector, &unit, &target, |_| {}).await.unwrap();
}

#[tokio::test]
async fn an_archive_that_nobody_waits_for_any_more_leaves_nothing() {
    let (meter, unit, collector, folder, _tasks) = prepared().await;
    meter.faults().apply(&"ftp-stall=50000".parse::<Fault>().unwrap());
    let target = folder.path().join("cycle/Auto_0009.zip");
    let (began, begins) = tokio::sync::watch::channel(false);
    let told = |progress: &FolderProgress| began.send(progress.bytes_done > 0).unwrap();
    let mut begins = begins;
    tokio::select! {
        _ = saved(&collector, &unit, &target, told) => panic!("it stalls"),
        _ = begins.wait_for(|began| *began) => {}
    }
    assert_eq!(names(&folder.path().join("cycle")), Vec::<String>::new());
}

#[tokio::test]
async fn a_login_that_is_refused_is_tried_once_and_for_all_files() {
    let (meter, unit, collector, _folder, _tasks) = prepared().await;
    let mut connection = Connection::new(&unit, &collector.config);
    let folder = CardPath::parse(FOLDER).unwrap();
    connection.list(&folder).await.unwrap();
    for fault in ["ftp-close=RETR@once", "ftp-login-fail"] {
        meter.faults().apply(&fault.parse::<Fault>().unwrap());
    }
    let path = folder.join("a.rnd").unwrap();
    let key = spool::FileKey {
        unit: "gate",
        host: &unit.host,
        port: unit.ftp_port,
        path: path.as_str(),
        size: 100_000,
        listed: "",
    };
    let (mut writer, _chunks) = Spool::begin_in_memory(key);
    let fetched = connection.fetch(&path, 100_000, &mut writer, |_| {}).await;
    let Err(failure) = fetched else { panic!("nobody is let in") };
    assert!(failure.error.to_string().contains("530"), "{}", failure.error);
    assert_eq!((failure.attempts, failure.is_final), (2, true));
}
