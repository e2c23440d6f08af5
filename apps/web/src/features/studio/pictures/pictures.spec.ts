import { describe, expect, it } from '@jest/globals';
import { pickPictures } from './pictures';

const file = (name: string, type: string) => ({ name, type }) as File;
const namesOf = (files: File[]) => pickPictures(files).map(({ name }) => name);

describe('pickPictures', () => {
  it('takes all pictures, in their order, and nothing else', () => {
    const files = [
      file('notes.txt', 'text/plain'),
      file('seven.png', 'image/png'),
      file('three.jpg', 'image/jpeg'),
    ];
    expect(namesOf(files)).toEqual(['seven.png', 'three.jpg']);
  });

  it('hands on what there is, so that the server can say what is wrong with it', () => {
    expect(namesOf([file('notes.txt', 'text/plain'), file('more.txt', 'text/plain')])).toEqual([
      'notes.txt',
    ]);
    expect(namesOf([])).toEqual([]);
  });
});
