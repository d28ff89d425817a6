//! What a card in use already holds when the meter is switched on.

use jiff::civil::DateTime;
use jiff::{SignedDuration, ToSpan};

use super::{CardError, Place, Plan, Present, Recording, Stored, Tree};

/// Store name of what is there; one that nobody begins with.
pub(crate) const STORE: u64 = 9001;
/// Step in which the store on the card began, ten minutes long.
const FIRST_STEP: u64 = 10_000;
const STEPS: u64 = 6000;
/// A screen of 400 × 240 with 32 bits each.
const SCREENSHOT_BYTES: u64 = 384_054;

/// Puts on an empty card what was measured a month ago: an Auto store of ten minutes, a manual one, a screenshot, and
/// pictures that are none of the meter's.
pub(crate) fn furnish(
    card: &mut Tree,
    folder: &str,
    plan: Plan,
    manual: (&str, &[u8]),
    clock: DateTime,
) -> Result<(), CardError> {
    let ago = |days: i64, hours: i64| clock.saturating_sub(days.days().hours(hours));
    let path = |path: String| Place::parse(&path);
    let index = plan.index.clone();

    let begun = ago(30, 2);
    let mut recording = Recording::begin(plan, None, Present { clock: begun, step: FIRST_STEP });
    recording.end(FIRST_STEP + STEPS);
    card.record(&path(format!("/{folder}/Auto_{STORE}"))?, recording)?;

    let (header, row) = manual;
    let name = format!("/{folder}/Manual_{STORE}/NL_{index}_SLM_MAN_{STORE}_0000.rnd");
    card.append(&path(name)?, header, row, ago(31, 5))?;

    let shot = begun.saturating_add(SignedDuration::from_secs(300));
    let name = format!("/{folder}/Screenshot/0001_{}.bmp", shot.strftime("%Y%m%d_%H%M%S"));
    card.put(&path(name)?, Stored::Generated { size_bytes: SCREENSHOT_BYTES }, shot)?;

    let picture = Stored::Generated { size_bytes: 2_314_867 };
    card.put(&path("/DCIM/100CANON/IMG_0001.JPG".to_owned())?, picture, ago(400, 3))
}
