/**
 * Routes that are agreed upon and not in the API's description yet, written by hand. A route that the description has
 * is taken from there, whatever stands here; what is no longer needed here is to be removed.
 */

import type { AlarmPaths } from './pending-alarms';

/** A route as openapi-typescript writes it. */
export interface Route<Given extends { path?: object; query?: object; body?: unknown }, Answered> {
  parameters: {
    path: Given extends { path: infer P } ? P : never;
    query: Given extends { query: infer Q } ? Q : never;
  };
  requestBody: Given extends { body: infer B } ? { content: { 'application/json': B } } : never;
  responses: { 200: { content: { 'application/json': Answered } } };
}

export type Severity = 'info' | 'warning' | 'critical';

export interface UnitAlarms {
  unit_id: string;
  open_events: number;
  unacknowledged: number;
  worst_severity: Severity | null;
  since: string | null;
}

export interface AlertSummary {
  status: 'ok';
  open_events: number;
  unacknowledged: number;
  incidents_open: number;
  units: UnitAlarms[];
}

export interface PendingPaths extends AlarmPaths {
  '/api/nl43/_alerts/summary': { get: Route<object, AlertSummary> };
}
