import { beforeEach, describe, expect, it } from 'vitest';
import { Drawing } from './drawing';

let page: { hidden: boolean };
let frames: (() => void)[];
let drawn: number;
let drawing: Drawing;

beforeEach(() => {
  page = { hidden: false };
  frames = [];
  drawn = 0;
  drawing = new Drawing(
    () => (drawn += 1),
    page,
    (run) => frames.push(run),
  );
});

function frame(): void {
  const due = frames;
  frames = [];
  for (const run of due) run();
}

describe('Drawing', () => {
  it('draws once for all that changed before a picture', () => {
    for (let i = 0; i < 3; i += 1) drawing.request();
    expect([frames.length, drawn]).toEqual([1, 0]);
    frame();
    frame();
    expect(drawn).toBe(1);
  });

  it('draws nothing out of sight, and all of it once it is seen', () => {
    drawing.setInSight(false);
    drawing.request();
    frame();
    expect(drawn).toBe(0);
    drawing.setInSight(true);
    frame();
    expect(drawn).toBe(1);
  });

  it('draws nothing on a hidden page, also when it was hidden at the last moment', () => {
    drawing.request();
    page.hidden = true;
    frame();
    drawing.request();
    expect([frames.length, drawn]).toEqual([0, 0]);
    page.hidden = false;
    drawing.show();
    frame();
    expect(drawn).toBe(1);
  });

  it('draws nothing any more once it is stopped', () => {
    drawing.request();
    drawing.stop();
    frame();
    expect(drawn).toBe(0);
  });
});
