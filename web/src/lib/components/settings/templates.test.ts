import { expect, it } from 'vitest';
import { Templates } from './templates.svelte';

function storage(text: string | null = null) {
  let kept = text;
  return { getItem: () => kept, setItem: (_: string, value: string) => (kept = value) };
}

it('finds what was saved in the same browser', () => {
  const place = storage();
  new Templates(place).save({ name: 'Site', values: { 'Store Mode': 'Auto' } });
  expect(new Templates(place).own).toEqual([{ name: 'Site', values: { 'Store Mode': 'Auto' } }]);
});

it('has one of each name', () => {
  const templates = new Templates(storage());
  templates.save({ name: 'Site', values: { 'Store Mode': 'Auto' } });
  templates.save({ name: 'Site', values: { 'Store Mode': 'Manual' } });
  expect(templates.own).toHaveLength(1);
  templates.remove('Site');
  expect(templates.own).toEqual([]);
});

it('does without what it cannot read', () => {
  expect(new Templates(storage('{')).own).toEqual([]);
  expect(new Templates(storage('["{}"]')).own).toEqual([]);
  expect(new Templates(null).own).toEqual([]);
});
