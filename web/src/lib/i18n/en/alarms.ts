export const alarms = {
  'alarms.title': 'Alarms',
} as const;
