import { expect, test } from 'vitest';
import { problemOf } from './problem';

test('a field says what was expected, without the words that the compatible API puts before it', () => {
  const detail = [
    {
      loc: ['body', 'blocks', 0, 'start'],
      msg: 'Value error, expected a time of the day as HH:MM',
      type: 'value_error',
    },
  ];
  expect(problemOf(422, { detail }).fields).toEqual({
    'blocks.0.start': 'expected a time of the day as HH:MM',
  });
});
