export const setup = {
  'setup.title': 'Set-up',
} as const;
