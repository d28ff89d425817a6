/** What a meter tells of itself. */
export const meter = {
  'meter.title': 'Meter',
  'meter.battery': 'Battery',
  'meter.card': 'Free on the card',
  'meter.seen': 'Last answer',
  'meter.fresh': 'Battery and card are asked for every ten minutes.',
  'meter.old': 'As of {time}, when the meter answered last, or up to ten minutes before.',
  'meter.asOf': 'Asked for every ten minutes; last answer {age}',
  'meter.results': 'Final results…',
  'meter.results.title': 'Final results of {unit}',
  'meter.results.hint':
    'What the meter reckoned of its last measurement, or of the one that runs. Nothing is stored by looking.',
  'meter.results.none': 'The meter has no results.',
  'meter.result.lieq': 'LIeq',
  'meter.result.leq_mov': 'Leq,mov',
  'meter.result.ltm5': 'Ltm5',
} as const;
