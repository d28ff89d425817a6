export const view = {
  'view.title': 'Sound levels',
} as const;
