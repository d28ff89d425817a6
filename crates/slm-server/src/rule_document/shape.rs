//! A rule's fields, as the API shows them and the database keeps them.

use slm_api_types::{AlarmBlock, AlarmEscalation, AlarmRuleFields, UnitAlertRule};
use slm_domain::UnitId;
use slm_domain::alert::{BlockDraft, EscalationDraft, RuleDraft, RuleText, Severity};
use slm_store::StoredRule;

/// The fields of a rule.
pub(crate) fn fields(draft: &RuleDraft) -> AlarmRuleFields {
    AlarmRuleFields {
        name: draft.name.clone(),
        severity: draft.severity.clone(),
        applies_to: draft.applies_to.clone(),
        metric: draft.metric.clone(),
        window: draft.window.clone(),
        window_s: draft.window_s,
        window_from: draft.window_from.clone(),
        window_to: draft.window_to.clone(),
        required_coverage: draft.required_coverage,
        ceiling_db: draft.ceiling_db,
        comparison: draft.comparison.clone(),
        threshold: draft.threshold,
        dead_band: draft.dead_band,
        on_delay_s: draft.on_delay_s,
        off_delay_s: draft.off_delay_s,
        cooldown_s: draft.cooldown_s,
        reminder_s: draft.reminder_s,
        blocks: draft.blocks.iter().map(block).collect(),
        holidays: draft.holidays.clone(),
        zone: draft.zone.clone(),
        leaving: draft.leaving.clone(),
        template: draft.template.clone(),
        update_step: draft.update_step,
        channels: draft.channels.clone(),
        recipients: draft.recipients.clone(),
        escalation: draft.escalation.iter().map(step).collect(),
        enabled: draft.enabled,
    }
}

/// The rule of these fields.
pub(crate) fn draft(fields: AlarmRuleFields) -> RuleDraft {
    let block = |block: AlarmBlock| BlockDraft {
        start: block.start,
        end: block.end,
        days: block.days,
        holidays: block.holidays,
    };
    let step = |step: AlarmEscalation| EscalationDraft { after_s: step.after_s, recipients: step.recipients };
    RuleDraft {
        name: fields.name,
        severity: fields.severity,
        applies_to: fields.applies_to,
        metric: fields.metric,
        window: fields.window,
        window_s: fields.window_s,
        window_from: fields.window_from,
        window_to: fields.window_to,
        required_coverage: fields.required_coverage,
        ceiling_db: fields.ceiling_db,
        comparison: fields.comparison,
        threshold: fields.threshold,
        dead_band: fields.dead_band,
        on_delay_s: fields.on_delay_s,
        off_delay_s: fields.off_delay_s,
        cooldown_s: fields.cooldown_s,
        reminder_s: fields.reminder_s,
        blocks: fields.blocks.into_iter().map(block).collect(),
        holidays: fields.holidays,
        zone: fields.zone,
        leaving: fields.leaving,
        template: fields.template,
        update_step: fields.update_step,
        channels: fields.channels,
        recipients: fields.recipients,
        escalation: fields.escalation.into_iter().map(step).collect(),
        enabled: fields.enabled,
    }
}

/// A unit's own rule in the same fields. Its recipients are addresses, and have no numbers.
pub(crate) fn text_fields(unit: &UnitId, text: &RuleText) -> AlarmRuleFields {
    let words = |text: &str| {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let draft = RuleDraft {
        name: text.name.clone(),
        severity: Severity::default().to_string(),
        applies_to: format!("unit:{unit}"),
        comparison: text.comparison.clone(),
        threshold: Some(text.threshold_db).filter(|threshold| threshold.is_finite()),
        dead_band: text.clear_margin_db,
        on_delay_s: text.duration_s,
        off_delay_s: text.duration_s,
        cooldown_s: text.cooldown_s,
        blocks: text_block(text).into_iter().collect(),
        leaving: "keep".to_owned(),
        channels: words(&text.channels),
        enabled: text.enabled,
        ..RuleDraft::new(&text.metric, text.threshold_db)
    };
    fields(&draft)
}

/// A unit's own rule, as the compatible routes show it.
pub(crate) fn compatible_rule(stored: StoredRule) -> UnitAlertRule {
    let rule = stored.rule;
    UnitAlertRule {
        id: stored.id,
        unit_id: stored.unit.to_string(),
        name: rule.name,
        metric: rule.metric,
        comparison: rule.comparison,
        threshold_db: Some(rule.threshold_db).filter(|threshold| threshold.is_finite()),
        duration_s: rule.duration_s,
        clear_margin_db: rule.clear_margin_db,
        cooldown_s: rule.cooldown_s,
        schedule_start: rule.schedule_start,
        schedule_end: rule.schedule_end,
        schedule_days: rule.schedule_days,
        channels: rule.channels,
        recipients: rule.recipients,
        enabled: rule.enabled,
    }
}

/// One time alone is no window; equal times mean the whole day.
fn text_block(text: &RuleText) -> Option<BlockDraft> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let times =
        given(&text.schedule_start).zip(given(&text.schedule_end)).filter(|(start, end)| start != end);
    let days = given(&text.schedule_days);
    if times.is_none() && days.is_none() {
        return None;
    }
    let (start, end) = times.unwrap_or_else(|| ("00:00".to_owned(), "00:00".to_owned()));
    Some(BlockDraft {
        start,
        end,
        days: days.unwrap_or_else(|| "0,1,2,3,4,5,6".to_owned()),
        holidays: "as_weekday".to_owned(),
    })
}

fn block(draft: &BlockDraft) -> AlarmBlock {
    let BlockDraft { start, end, days, holidays } = draft.clone();
    AlarmBlock { start, end, days, holidays }
}

fn step(draft: &EscalationDraft) -> AlarmEscalation {
    AlarmEscalation { after_s: draft.after_s, recipients: draft.recipients.clone() }
}
