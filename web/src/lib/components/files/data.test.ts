import { describe, expect, it } from 'vitest';
import { crumbs, downloadName, filesNamed, folderKind, inOrder, parentOf, type CardFile } from './data';

const file = (name: string, modified: string, is_dir = false): CardFile => ({
  name,
  path: `/NL-43/${name}`,
  size: 1,
  modified: '',
  modified_timestamp: modified,
  is_dir,
});

it('leads from the card to a folder and back', () => {
  expect(crumbs('/NL-43/Auto_0001').map(({ path }) => path)).toEqual(['/NL-43', '/NL-43/Auto_0001']);
  expect(parentOf('/NL-43/Auto_0001')).toBe('/NL-43');
  expect(parentOf('/NL-43')).toBe('/');
  expect(crumbs('/')).toEqual([]);
});

it('shows folders first, and the newest before older ones', () => {
  const files = [
    file('b.rnd', '2026-06-01T00:00:00'),
    file('a.rnd', '2026-06-02T00:00:00'),
    file('Old', '2025-01-01T00:00:00', true),
  ];
  expect(inOrder(files).map(({ name }) => name)).toEqual(['Old', 'a.rnd', 'b.rnd']);
  expect(filesNamed(files, ' A.R').map(({ name }) => name)).toEqual(['a.rnd']);
});

describe('downloadName', () => {
  it('is what the server says', () => {
    expect(downloadName('attachment; filename="NL_0001.rnd"', '/x', false)).toBe('NL_0001.rnd');
    expect(downloadName("attachment; filename*=UTF-8''a%20b.zip", '/x', true)).toBe('a b.zip');
  });

  it('is that of the path otherwise, and never leads elsewhere', () => {
    expect(downloadName(null, '/NL-43/Auto_0001', true)).toBe('Auto_0001.zip');
    expect(downloadName('attachment; filename="../x"', '/y', false)).toBe('.._x');
  });
});

it('knows what a folder holds by its name', () => {
  expect(['Auto_0042', 'Manual_0001', 'Screenshot', 'DCIM'].map(folderKind)).toEqual([
    'auto',
    'manual',
    'screenshot',
    'other',
  ]);
});
