/** The routes of alarms that the API's description does not have yet. */
import type { AlertEvent, RuleBody } from './alarms';
import type { Route } from './pending';

/** An event of a trial. */
export type TrialEvent = Omit<AlertEvent, 'id'>;

export interface AlarmPaths {
  '/api/nl43/{unit_id}/alerts/rules/try': {
    post: Route<
      { path: { unit_id: string }; body: { rule: RuleBody; from?: string; to?: string } },
      {
        status: 'ok';
        unit_id: string;
        from: string;
        to: string;
        readings: number;
        events: TrialEvent[];
        more: boolean;
      }
    >;
  };
}
