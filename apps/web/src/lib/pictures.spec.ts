import { describe, expect, it } from '@jest/globals';
import { pickPicture } from './pictures';

const file = (name: string, type: string) => ({ name, type }) as File;

describe('pickPicture', () => {
  it('prefers a picture', () => {
    const files = [file('notes.txt', 'text/plain'), file('seven.png', 'image/png')];
    expect(pickPicture(files)?.name).toBe('seven.png');
  });

  it('hands on what there is, so that the server can say what is wrong with it', () => {
    expect(pickPicture([file('notes.txt', 'text/plain')])?.name).toBe('notes.txt');
    expect(pickPicture([])).toBeUndefined();
  });
});
