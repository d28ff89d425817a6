export const fleet = {
  'fleet.title': 'Fleet',
} as const;
