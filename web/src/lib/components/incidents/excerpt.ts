/** The part of the record around an incident, and what is drawn over it. Times are seconds since 1970. */
import type { AlertEvent } from '$lib/api/alarms';
import { mergedBands } from '$lib/components/chart/bands';
import type { Band, ChartData, Threshold } from '$lib/components/chart/chart';
import { seriesMetric } from '$lib/components/rules/metrics';
import { valueText } from '$lib/components/rules/sentence';
import { parseTime } from '$lib/format';
import type { SeriesColumns } from '$lib/series';

export interface Excerpt {
  from: number;
  to: number;
  /** Columns of the series. */
  metrics: string[];
  /** Length of a step; as fine as a thousand of them allow unless given. */
  period?: string;
  thresholds: Threshold[];
  bands: Band[];
}

const LEAST_MARGIN_S = 300;
const LONGEST_S = 7 * 86_400;

type Drawn = Pick<
  AlertEvent,
  'metric' | 'unit' | 'threshold' | 'rule_name' | 'onset_at' | 'ended_at' | 'severity'
>;

/** What to show of an incident: with a quarter of its length before and after, five minutes at least, a week at most. */
export function excerptOf(
  incident: { started_at: string; ended_at: string | null; events: readonly Drawn[] },
  now: number,
): Excerpt | null {
  const start = seconds(incident.started_at);
  if (start === null) return null;
  const end = Math.max(start, seconds(incident.ended_at) ?? now / 1000);
  const margin = Math.max(LEAST_MARGIN_S, (end - start) / 4);
  return {
    from: Math.floor(Math.max(start - margin, end - LONGEST_S)),
    to: Math.ceil(Math.min(end + margin, Math.max(now / 1000, end))),
    ...markings(incident.events),
  };
}

/** What events draw over a chart of levels. */
export function markings(events: readonly Drawn[]): Pick<Excerpt, 'metrics' | 'thresholds' | 'bands'> {
  const metrics = new Set<string>(['leq']);
  const limits = new Map<number, string>();
  for (const event of events) {
    if (event.unit !== 'dB') continue;
    const metric = seriesMetric(metricKey(event.metric));
    if (metric) metrics.add(metric);
    // A change is no level: its limit has no place on this axis.
    const isLevel = !event.metric.includes('change');
    if (event.threshold !== null && isLevel)
      limits.set(event.threshold, valueText(event.threshold, event.unit));
  }
  return {
    metrics: [...metrics],
    thresholds: [...limits].map(([value, label]) => ({ value, label })),
    bands: mergedBands(
      events.flatMap(({ onset_at, ended_at, severity }) => {
        const from = seconds(onset_at);
        return from === null ? [] : [{ from, to: seconds(ended_at), severity }];
      }),
    ),
  };
}

/** Columns of a series as a chart draws them; what was not recorded is a gap. */
export function chartColumns({ time, values }: SeriesColumns, metrics: readonly string[]): ChartData {
  return [time, ...metrics.map((metric) => values[metric] ?? time.map(() => null))];
}

function seconds(time: string | null): number | null {
  const at = parseTime(time);
  return at === null ? null : at / 1000;
}

/** Events name their metric by its word, or as people write it: `leq_t`, `Leq,15min`. */
function metricKey(metric: string): string {
  const comma = metric.indexOf(',');
  return comma < 0 ? metric.toLowerCase() : `${metric.slice(0, comma).toLowerCase()}_t`;
}
