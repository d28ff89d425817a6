//! The service as a whole.

use super::{Answers, hold};

#[tokio::test]
async fn get_connections_status() {
    let mut answers = Answers::new().await;
    answers.get("one idle", "_connections/status").await;
    hold!(answers);
}

#[tokio::test]
async fn post_connections_flush() {
    let mut answers = Answers::new().await;
    answers.post("flushed", "_connections/flush", None).await;
    answers.get("what is left", "_connections/status").await;
    hold!(answers);
}

#[tokio::test]
async fn get_system_status() {
    let mut answers = Answers::new().await;
    answers.get("active", "_system/status").await;
    answers.service.act("/api/nl43/_system/standby").await;
    answers.get("in standby", "_system/status").await;
    hold!(answers);
}

#[tokio::test]
async fn post_system_standby() {
    let mut answers = Answers::new().await;
    answers.post("at rest", "_system/standby", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_system_resume() {
    let mut answers = Answers::new().await;
    answers.post("active already", "_system/resume", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_system_backup() {
    let mut answers = Answers::new().await;
    answers.post("made", "_system/backup", None).await;
    make_a_file_of_the_folder(&answers);
    answers.post("no folder can be made", "_system/backup", None).await;
    let _bound = without_sizes().bind_to_scope();
    hold!(answers);
}

#[tokio::test]
async fn get_system_backups() {
    let mut answers = Answers::new().await;
    answers.get("none", "_system/backups").await;
    answers.service.act("/api/nl43/_system/backup").await;
    answers.get("one", "_system/backups").await;
    make_a_file_of_the_folder(&answers);
    answers.get("no folder", "_system/backups").await;
    let _bound = without_sizes().bind_to_scope();
    hold!(answers);
}

fn make_a_file_of_the_folder(answers: &Answers) {
    let folder = answers.service.data_folder().join("backups");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(folder, "").unwrap();
}

fn without_sizes() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r#""[^"]*/data/backups/slmm-[0-9TZ.-]+\.db""#, r#""…/data/backups/slmm-[time].db""#);
    settings.add_filter(r#""(size_bytes|took_ms)": \d+"#, r#""$1": "[$1]""#);
    settings
}

#[tokio::test]
async fn get_health() {
    let mut answers = Answers::new().await;
    answers.get("running", "/health").await;
    hold!(answers);
}

#[tokio::test]
async fn get_health_devices() {
    let mut answers = Answers::new().await;
    answers.service.get("/api/nl43/gate/measurement-state").await;
    answers.service.get("/api/nl43/gone/measurement-state").await;
    answers.get("one answers and one does not", "/health/devices").await;
    hold!(answers);
}
