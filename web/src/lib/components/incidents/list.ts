/** In which order incidents are listed. Pure. */
import type { Incident, IncidentState } from '$lib/api/alarms';

const RANK = { critical: 2, warning: 1, info: 0 } as const;

/** What still goes on is listed by how grave it is, then the newest first; a list that looks back is by time. */
export function inOrder(incidents: readonly Incident[], state: IncidentState | 'all'): Incident[] {
  if (state === 'closed' || state === 'all') return [...incidents];
  return [...incidents].sort((a, b) => RANK[b.severity] - RANK[a.severity] || b.id - a.id);
}
