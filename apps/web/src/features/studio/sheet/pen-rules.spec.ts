import { describe, expect, it } from '@jest/globals';
import { judge, type PenState, type PointerStart } from './pen-rules';

const idle: PenState = { drawing: null, penSeenMs: -Infinity };
const finger: PointerStart = { id: 1, kind: 'touch', button: 0, contactPx: 24, timeMs: 10_000 };
const pen: PointerStart = { ...finger, id: 2, kind: 'pen', contactPx: 1 };

describe('judge', () => {
  it('lets pen, finger and left button draw', () => {
    expect(judge(idle, finger)).toBe('start');
    expect(judge(idle, pen)).toBe('start');
    expect(judge(idle, { ...pen, kind: 'mouse' })).toBe('start');
  });

  it('ignores other mouse buttons and palms', () => {
    expect(judge(idle, { ...pen, kind: 'mouse', button: 2 })).toBe('ignore');
    expect(judge(idle, { ...finger, contactPx: 120 })).toBe('ignore');
  });

  it('ignores a second finger while the first draws', () => {
    const drawing: PenState = { ...idle, drawing: { id: 9, kind: 'touch' } };
    expect(judge(drawing, finger)).toBe('ignore');
  });

  it('drops what the hand drew before its pen came down', () => {
    expect(judge({ ...idle, drawing: { id: 9, kind: 'touch' } }, pen)).toBe('replace');
    expect(judge({ ...idle, drawing: { id: 9, kind: 'pen' } }, pen)).toBe('ignore');
  });

  it('takes touches for the resting hand while a pen is about, and for fingers later', () => {
    expect(judge({ ...idle, penSeenMs: 9_500 }, finger)).toBe('ignore');
    expect(judge({ ...idle, penSeenMs: 5_000 }, finger)).toBe('start');
  });
});
