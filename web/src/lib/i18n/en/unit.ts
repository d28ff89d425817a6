export const unit = {
  'unit.title': 'Unit',
} as const;
