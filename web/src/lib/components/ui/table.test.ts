import { expect, it } from 'vitest';
import { sortRows, type Column } from './table';

interface Row {
  name: string;
  level: number | null;
}

const columns: Column<Row>[] = [
  { key: 'name', label: 'Name', sort: (row) => row.name },
  { key: 'level', label: 'Level', sort: (row) => row.level },
];
const rows: Row[] = [
  { name: 'Unit 10', level: null },
  { name: 'unit 9', level: 60 },
  { name: 'Unit 1', level: 70 },
];
const names = (key: string, descending: boolean) =>
  sortRows(rows, columns, { key, descending }).map(({ name }) => name);

it('sorts names as people count', () => {
  expect(names('name', false)).toEqual(['Unit 1', 'unit 9', 'Unit 10']);
  expect(names('name', true)).toEqual(['Unit 10', 'unit 9', 'Unit 1']);
});

it('puts what is not known last, whichever way is sorted', () => {
  expect(names('level', false)).toEqual(['unit 9', 'Unit 1', 'Unit 10']);
  expect(names('level', true)).toEqual(['Unit 1', 'unit 9', 'Unit 10']);
});

it('leaves the order alone without a column to sort by', () => {
  expect(names('weather', false)).toEqual(rows.map(({ name }) => name));
});
