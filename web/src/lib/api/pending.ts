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

/** None but those of alarms at present. */
export type PendingPaths = AlarmPaths;
