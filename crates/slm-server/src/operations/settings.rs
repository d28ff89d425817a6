//! Reading a meter's main settings.

use nl43_proto::{Channel, Command};
use slm_domain::DeviceError;

use super::Operator;

/// What is asked, in this order.
const SETTINGS: [Command; 11] = [
    Command::MeasureQuery,
    Command::FrequencyWeightingQuery(Channel::Main),
    Command::TimeWeightingQuery(Channel::Main),
    Command::MeasurementTimeQuery,
    Command::LeqIntervalQuery,
    Command::LpIntervalQuery,
    Command::StoreNameQuery,
    Command::BatteryLevelQuery,
    Command::ClockQuery,
    Command::SleepModeQuery,
    Command::FtpQuery,
];

/// Values that may stay without an answer in a row before the meter counts as gone.
const PATIENCE: usize = 2;

/// Reads the settings: for each the meter's word, or why there is none.
///
/// # Errors
/// The meter cannot be reached, or answers nothing at all. One that falls silent on the way is not asked further: the
/// rest tells the same reason.
pub(crate) async fn read_settings(
    operator: &Operator,
) -> Result<[Result<String, DeviceError>; SETTINGS.len()], DeviceError> {
    let mut answers = [const { Ok(String::new()) }; SETTINGS.len()];
    let mut silences = 0;
    let mut gone = None;
    for (index, command) in SETTINGS.into_iter().enumerate() {
        if let Some(reason) = &gone {
            answers[index] = Err(DeviceError::clone(reason));
            continue;
        }
        let answer = operator.ask(command).await.map(|reply| reply.text());
        match &answer {
            Err(error) if !is_answer(error) => {
                silences += 1;
                let nothing_yet = silences == index + 1;
                let never_sent = !error.leaves_doubt();
                if nothing_yet && (never_sent || silences >= PATIENCE) {
                    return Err(error.clone());
                }
                gone = (silences >= PATIENCE).then(|| error.clone());
            }
            _ => silences = 0,
        }
        answers[index] = answer;
    }
    Ok(answers)
}

/// Whether the meter said something, though not what was asked for.
fn is_answer(error: &DeviceError) -> bool {
    matches!(error, DeviceError::Refused { .. } | DeviceError::Garbled { .. })
}
