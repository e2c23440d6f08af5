import { afterEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { canvasPicture } from '../../../testing/canvas-picture.js';
import { TEST_PICTURES } from '../../../testing/test-app.js';
import { readPicture } from '../read-picture.js';
import { PictureThread } from './picture-thread.js';

const KEEP = { explain: false, keep: true };
const LONG_MS = 60_000;

const thread = new PictureThread(TEST_PICTURES.thread);
afterEach(() => thread.stop());

const FOUR = canvasPicture([
  [
    [70, 0],
    [0, 80],
    [90, 80],
  ],
  [
    [65, 40],
    [65, 130],
  ],
]);
const SEVEN = canvasPicture([
  [
    [0, 0],
    [60, 0],
    [20, 110],
  ],
]);
const EMPTY = canvasPicture(
  [
    [
      [0, 0],
      [9, 9],
    ],
  ],
  { ink: 255 },
);

describe('PictureThread', () => {
  it('answers pictures in their order, as the process would', async () => {
    const files = [FOUR, SEVEN, FOUR];
    const read = await Promise.all(
      files.map((bytes) => thread.run({ bytes, options: KEEP }, LONG_MS)),
    );
    expect(read).toEqual(await Promise.all(files.map((bytes) => readPicture(bytes, KEEP))));
    // Not as one view of the whole body.
    expect(read[0]!.kept!.bytes.buffer).not.toBe(files[0]!.buffer);
  });

  it('says what is no drawing, and leaves other files, after which it goes on', async () => {
    const run = (bytes: Uint8Array) => thread.run({ bytes, options: KEEP }, LONG_MS);
    const empty = run(EMPTY).catch((error: unknown) => error);
    const other = run(await sharp(FOUR).jpeg().toBuffer());
    const fine = run(SEVEN);
    expect(await empty).toMatchObject({ code: 'nothing_drawn' });
    expect(await other).toBeUndefined();
    expect(await fine).toBeDefined();
  });

  it('leaves what takes longer than it may to the process, and starts anew', async () => {
    const options = KEEP;
    expect(await thread.run({ bytes: FOUR, options }, 0)).toBeUndefined();
    expect(await thread.run({ bytes: FOUR, options }, LONG_MS)).toBeDefined();
  });
});
