//! Links by which clients see one unit or group, and nothing else. Off unless the configuration says otherwise.
//!
//! All links are in memory: who guesses tokens does not reach the database. What a link shows is worked out at most once in
//! ten seconds, however many look.

mod view;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use slm_domain::{ClientLink, LinkTarget, UnitId};
use slm_fleet::UnitHandle;
use slm_store::{Store, StoreError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Instant;

use crate::app::App;

pub(crate) use view::{Step, news};

/// Links at most; each may be looked at by hundreds.
const MAX_LINKS: usize = 500;
/// Units of one link that are shown.
const MAX_UNITS: usize = 50;
/// Clients that follow live at the same time, by all links and by one.
const MAX_FOLLOWERS: usize = 500;
const MAX_FOLLOWERS_OF_ONE: usize = 100;
/// How long an answer is given again.
const KEPT_FOR: Duration = Duration::from_secs(10);

/// The links, and what was worked out for them.
pub(crate) struct ClientLinks {
    by_token: RwLock<HashMap<String, Arc<ClientLink>>>,
    /// Counts whatever may change what somebody sees.
    changes: watch::Sender<u64>,
    followers: Arc<Semaphore>,
    /// What was made for each link; none for one that nobody has looked at since anything changed.
    shown: Mutex<HashMap<i64, Arc<Shown>>>,
}

/// What a link has shown, and room for those who follow it.
struct Shown {
    followers: Arc<Semaphore>,
    /// Held while an answer is worked out: the next who asks for it finds it here, and other links do not wait.
    answers: tokio::sync::Mutex<HashMap<Step, (Instant, Bytes)>>,
}

impl Default for Shown {
    fn default() -> Self {
        let followers = Arc::new(Semaphore::new(MAX_FOLLOWERS_OF_ONE));
        Self { followers, answers: tokio::sync::Mutex::default() }
    }
}

/// Places that a client takes who follows live: of all, and of the link's.
pub(crate) type Place = [OwnedSemaphorePermit; 2];

/// Why there is no new link.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LinkRefusal {
    /// There are as many as there may be.
    #[error("There are 500 links, and may not be more")]
    TooMany,
    /// The system has no random numbers.
    #[error("no random numbers: {0}")]
    Random(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ClientLinks {
    /// All links that were made so far; none where they are switched off.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn load(store: &Store, are_on: bool) -> Result<Option<Self>, StoreError> {
        if !are_on {
            return Ok(None);
        }
        let links = store.client_links().await?;
        let by_token = links.into_iter().map(|link| (link.token.clone(), Arc::new(link))).collect();
        Ok(Some(Self {
            by_token: RwLock::new(by_token),
            changes: watch::Sender::new(0),
            followers: Arc::new(Semaphore::new(MAX_FOLLOWERS)),
            shown: Mutex::default(),
        }))
    }

    /// The link of a token.
    pub(crate) fn find(&self, token: &str) -> Option<Arc<ClientLink>> {
        self.by_token.read().unwrap_or_else(PoisonError::into_inner).get(token).cloned()
    }

    /// All links, newest first.
    pub(crate) fn all(&self) -> Vec<Arc<ClientLink>> {
        let links = self.by_token.read().unwrap_or_else(PoisonError::into_inner);
        let mut links: Vec<_> = links.values().cloned().collect();
        links.sort_by_key(|link| std::cmp::Reverse(link.id));
        links
    }

    /// Makes a link with a token that nobody can guess.
    ///
    /// # Errors
    /// See [`LinkRefusal`].
    pub(crate) async fn create(
        &self,
        store: &Store,
        name: String,
        target: LinkTarget,
    ) -> Result<Arc<ClientLink>, LinkRefusal> {
        if self.all().len() >= MAX_LINKS {
            return Err(LinkRefusal::TooMany);
        }
        let token = new_token()?;
        let created_at = Timestamp::now();
        let id = store.create_client_link(&token, &name, &target, created_at).await?;
        let link = Arc::new(ClientLink { id, token: token.clone(), name, target, created_at });
        self.by_token.write().unwrap_or_else(PoisonError::into_inner).insert(token, Arc::clone(&link));
        Ok(link)
    }

    /// Takes a link back: whoever follows it is sent away. `false` when there is none of this number.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn delete(&self, store: &Store, id: i64) -> Result<bool, StoreError> {
        let is_deleted = store.delete_client_link(id).await?;
        self.drop_where(|link| link.id == id);
        Ok(is_deleted)
    }

    /// A unit was deleted, and its links with it.
    pub(crate) fn forget(&self, unit: &UnitId) {
        self.drop_where(|link| link.target == LinkTarget::Unit(unit.clone()));
    }

    /// A unit is called otherwise, or is in other groups.
    pub(crate) fn changed(&self) {
        self.drop_where(|_| false);
    }

    fn drop_where(&self, is_gone: impl Fn(&ClientLink) -> bool) {
        let mut links = self.by_token.write().unwrap_or_else(PoisonError::into_inner);
        links.retain(|_, link| !is_gone(link.as_ref()));
        let left: HashSet<i64> = links.values().map(|link| link.id).collect();
        drop(links);
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        // The places stay with the links, whatever changes.
        shown.retain(|id, _| left.contains(id));
        for of_one in shown.values_mut() {
            let followers = Arc::clone(&of_one.followers);
            *of_one = Arc::new(Shown { followers, ..Shown::default() });
        }
        drop(shown);
        self.changes.send_modify(|count| *count += 1);
    }

    /// A place for somebody who follows live, and what tells that he has to look again. `None` when all are taken: no link can
    /// take those of the others.
    pub(crate) fn follow(&self, link: &ClientLink) -> Option<(Place, watch::Receiver<u64>)> {
        let of_link = Arc::clone(&self.shown(link).followers).try_acquire_owned().ok()?;
        let of_all = Arc::clone(&self.followers).try_acquire_owned().ok()?;
        Some(([of_link, of_all], self.changes.subscribe()))
    }

    fn shown(&self, link: &ClientLink) -> Arc<Shown> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(shown.entry(link.id).or_default())
    }

    /// What a link shows, as JSON.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn answer(&self, app: &App, link: &ClientLink, step: Step) -> Result<Bytes, StoreError> {
        let shown = self.shown(link);
        let mut answers = shown.answers.lock().await;
        let now = Instant::now();
        answers.retain(|_, (made, _)| now.duration_since(*made) < KEPT_FOR);
        if let Some((_, known)) = answers.get(&step) {
            return Ok(known.clone());
        }
        let view = view::of(app, link, step).await?;
        let bytes = Bytes::from(serde_json::to_vec(&view).unwrap_or_default());
        answers.insert(step, (now, bytes.clone()));
        Ok(bytes)
    }
}

/// The units that a link shows at this moment, by name.
///
/// # Errors
/// The database failed.
pub(crate) async fn units_of(app: &App, link: &ClientLink) -> Result<Vec<UnitHandle>, StoreError> {
    let mut units = match &link.target {
        LinkTarget::Unit(unit) => app.fleet.unit(unit).into_iter().collect(),
        LinkTarget::Group(_) => {
            let groups = app.store.unit_groups().await?;
            let is_shown =
                |id: &UnitId| groups.get(id).is_some_and(|groups| link.target.includes(id, groups));
            let mut units = app.fleet.units();
            units.retain(|unit| is_shown(unit.id()));
            units
        }
    };
    units.truncate(MAX_UNITS);
    Ok(units)
}

/// Names a unit within a link; its id may say more than a client is to know.
pub(crate) fn key_of(link: &ClientLink, unit: &UnitId) -> String {
    let mut hasher = DefaultHasher::new();
    (&link.token, unit.as_str()).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// 192 random bits, as 48 hexadecimal digits.
fn new_token() -> Result<String, LinkRefusal> {
    let mut bits = [0_u8; 24];
    getrandom::fill(&mut bits).map_err(|error| LinkRefusal::Random(error.to_string()))?;
    let mut token = String::with_capacity(2 * bits.len());
    for byte in bits {
        // Writing into a text cannot fail.
        let _ = write!(token, "{byte:02x}");
    }
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_tokens_are_alike_and_all_are_plain() {
        let tokens: HashSet<_> = (0..100).map(|_| new_token().unwrap()).collect();
        assert_eq!(tokens.len(), 100);
        assert!(tokens.iter().all(|token| token.len() == 48 && token.bytes().all(|b| b.is_ascii_hexdigit())));
    }
}
