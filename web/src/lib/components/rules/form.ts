/** A rule as its form holds it, and as the API has it. */
import type { ChannelKind } from '$lib/api/delivery';
import type { Comparison, EscalationStep, Rule, RuleBody, Severity } from '$lib/api/alarms';
import type { LevelKey } from '$lib/levels';
import { omit } from '$lib/omit';
import { readBlock, writeBlock, type BlockForm } from './blocks';
import { metricWord, readMetric, type DeviceMetric, type Family, type Figure } from './metrics';

export type Target = 'all' | 'group' | 'unit';
export type Window = 'rolling' | 'aligned' | 'daily';

/** Numbers that are not given are null. Choices that do not apply at present are kept, so that going back is easy. */
export interface RuleForm {
  name: string;
  severity: Severity;
  target: Target;
  targetGroup: string;
  targetUnit: string;
  family: Family | 'other';
  level: LevelKey;
  figure: Figure;
  percent: number | null;
  device: DeviceMetric;
  /** The word of a metric that this page does not know. */
  otherWord: string;
  window: Window;
  windowSeconds: number | null;
  windowFrom: string;
  windowTo: string;
  changeSeconds: number | null;
  /** Percent. */
  coverage: number | null;
  ceiling: number | null;
  comparison: Comparison;
  threshold: number | null;
  deadBand: number | null;
  onDelay: number | null;
  offDelay: number | null;
  cooldown: number | null;
  /** Seconds; none: it is told once. */
  reminder: number | null;
  blocks: BlockForm[];
  holidays: string[];
  zone: string;
  leaving: 'close' | 'keep';
  template: string;
  updateStep: number | null;
  channels: ChannelKind[];
  recipients: number[];
  escalation: EscalationStep[];
  enabled: boolean;
}

/** What a new rule begins with: the quarter-hour level, as most permits state it. */
export function newRuleForm(unit?: string): RuleForm {
  return {
    name: '',
    severity: 'warning',
    target: unit ? 'unit' : 'all',
    targetGroup: '',
    targetUnit: unit ?? '',
    family: 'window',
    level: 'lp',
    figure: 'leq',
    percent: 10,
    device: 'connectivity',
    otherWord: '',
    window: 'rolling',
    windowSeconds: 900,
    windowFrom: '22:00',
    windowTo: '06:00',
    changeSeconds: 10,
    coverage: 90,
    ceiling: null,
    comparison: 'above',
    threshold: 70,
    deadBand: 0,
    onDelay: 0,
    offDelay: 0,
    cooldown: 0,
    reminder: null,
    blocks: [],
    holidays: [],
    zone: '',
    leaving: 'close',
    template: '',
    updateStep: null,
    channels: ['log'],
    recipients: [],
    escalation: [],
    enabled: true,
  };
}

/** The rule that a form describes. */
export function toBody(form: RuleForm): RuleBody {
  const isWindow = form.family === 'window';
  const isDaily = isWindow && form.window === 'daily';
  const hasDelays = !isWindow || form.window === 'rolling';
  return {
    name: form.name.trim(),
    severity: form.severity,
    applies_to: appliesTo(form),
    metric: formMetric(form),
    window: isWindow ? form.window : null,
    window_s:
      isWindow && !isDaily ? form.windowSeconds : form.family === 'change' ? form.changeSeconds : null,
    window_from: isDaily ? form.windowFrom : null,
    window_to: isDaily ? form.windowTo : null,
    required_coverage: isWindow && form.coverage !== null ? form.coverage / 100 : null,
    ceiling_db: isWindow ? form.ceiling : null,
    comparison: hasComparison(form) ? form.comparison : 'above',
    threshold: hasThreshold(form) ? form.threshold : null,
    dead_band: hasThreshold(form) ? (form.deadBand ?? 0) : 0,
    on_delay_s: hasDelays ? (form.onDelay ?? 0) : 0,
    off_delay_s: hasDelays ? (form.offDelay ?? 0) : 0,
    cooldown_s: form.cooldown ?? 0,
    reminder_s: form.reminder,
    blocks: form.blocks.map(writeBlock),
    holidays: [...form.holidays].sort(),
    zone: form.zone.trim() || null,
    leaving: form.leaving,
    template: form.template.trim() === '' ? null : form.template,
    update_step: hasThreshold(form) ? form.updateStep : null,
    channels: [...form.channels],
    recipients: [...form.recipients],
    escalation: form.escalation.map((step) => ({ after_s: step.after_s, recipients: [...step.recipients] })),
    enabled: form.enabled,
  };
}

/** A form filled with a rule. */
export function fromRule(rule: RuleBody): RuleForm {
  const empty = newRuleForm();
  const metric = readMetric(rule.metric);
  const [kind, name] = readTarget(rule.applies_to);
  return {
    ...empty,
    name: rule.name,
    severity: rule.severity,
    target: kind,
    targetGroup: kind === 'group' ? name : '',
    targetUnit: kind === 'unit' ? name : '',
    family: metric.family,
    level: metric.family === 'level' || metric.family === 'change' ? metric.level : empty.level,
    figure: metric.family === 'window' ? metric.figure : empty.figure,
    percent: metric.family === 'window' && metric.percent !== null ? metric.percent : empty.percent,
    device: metric.family === 'device' ? metric.device : empty.device,
    otherWord: metric.family === 'other' ? metric.word : '',
    window: rule.window ?? empty.window,
    windowSeconds: (metric.family === 'window' ? rule.window_s : null) ?? empty.windowSeconds,
    windowFrom: rule.window_from ?? empty.windowFrom,
    windowTo: rule.window_to ?? empty.windowTo,
    changeSeconds: (metric.family === 'change' ? rule.window_s : null) ?? empty.changeSeconds,
    // Shares come as 0.9 and go as 0.9: no digit may be added on the way.
    coverage:
      rule.required_coverage == null ? empty.coverage : Math.round(rule.required_coverage * 1e6) / 1e4,
    ceiling: rule.ceiling_db,
    comparison: rule.comparison,
    threshold: rule.threshold,
    deadBand: rule.dead_band,
    onDelay: rule.on_delay_s,
    offDelay: rule.off_delay_s,
    cooldown: rule.cooldown_s,
    reminder: rule.reminder_s ?? null,
    blocks: rule.blocks.map(readBlock),
    holidays: [...rule.holidays],
    zone: rule.zone ?? '',
    leaving: rule.leaving,
    template: rule.template ?? '',
    updateStep: rule.update_step,
    channels: [...rule.channels],
    recipients: [...rule.recipients],
    escalation: rule.escalation.map((step) => ({ after_s: step.after_s, recipients: [...step.recipients] })),
    enabled: rule.enabled,
  };
}

/** The rule's own fields, without what the server adds. */
export function bodyOf(rule: Rule): RuleBody {
  return omit(rule, 'id', 'compatible', 'unit', 'metric_text', 'units', 'open_events', 'shelves');
}

/** The API's word for what the form has chosen. */
export function formMetric(form: RuleForm): string {
  switch (form.family) {
    case 'window':
      return metricWord({ family: 'window', figure: form.figure, percent: form.percent });
    case 'level':
    case 'change':
      return metricWord({ family: form.family, level: form.level });
    case 'device':
      return form.device;
    case 'other':
      return form.otherWord;
  }
}

export function hasThreshold(form: Pick<RuleForm, 'family' | 'device'>): boolean {
  return !(form.family === 'device' && form.device === 'connectivity');
}

/** Silence can only be too long, and a meter answers or not. */
export function hasComparison(form: Pick<RuleForm, 'family' | 'device'>): boolean {
  return !(form.family === 'device' && (form.device === 'connectivity' || form.device === 'no_data_s'));
}

/** Which side is bad for something of the instrument, unless somebody says otherwise. */
export function usualComparison(device: DeviceMetric): Comparison {
  return device === 'clock_offset_s' || device === 'no_data_s' || device === 'connectivity'
    ? 'above'
    : 'below';
}

/** A limit to begin with. */
export function usualThreshold(device: DeviceMetric): number | null {
  const usual: Record<DeviceMetric, number | null> = {
    connectivity: null,
    no_data_s: 300,
    battery: 3,
    card_free_percent: 10,
    card_free_mb: 1000,
    clock_offset_s: 5,
  };
  return usual[device];
}

/** The parts of `group:NAME`. */
export function readTarget(text: string): [Target, string] {
  const colon = text.indexOf(':');
  const kind = colon < 0 ? text : text.slice(0, colon);
  const name = colon < 0 ? '' : text.slice(colon + 1);
  return kind === 'group' || kind === 'unit' ? [kind, name] : ['all', ''];
}

function appliesTo(form: RuleForm): string {
  if (form.target === 'group') return `group:${form.targetGroup}`;
  if (form.target === 'unit') return `unit:${form.targetUnit}`;
  return 'all';
}
