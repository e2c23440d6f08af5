import { describe, expect, it } from '@jest/globals';
import { bytesOfBase64 } from './base64-picture.js';
import { MAX_PICTURE_BYTES } from '../../common/picture-bytes.js';

// Every value, a length that needs padding, and more than a piece.
const bytes = Buffer.from(Array.from({ length: 100_001 }, (_, at) => (at * 251) & 0xff));
const base64 = bytes.toString('base64');

describe('bytesOfBase64', () => {
  it.each([
    ['plain', base64],
    ['in lines of 76', base64.replaceAll(/.{76}/g, '$&\r\n')],
    ['with blanks around and within', `  ${base64.slice(0, 9)} \t${base64.slice(9)}\n`],
    ['base64url without padding', bytes.toString('base64url')],
    ['without padding', base64.replaceAll('=', '')],
    ['escaped as in a form', encodeURIComponent(base64)],
    ['data URL', `data:image/png;base64,${base64}`],
    ['data URL with parameters and blanks', `\n data:image/png;name=a.png; base64,${base64}`],
    ['data URL in lines', `data:;base64,${base64.replaceAll(/.{64}/g, '$&\n')}`],
  ])('reads it %s', (_name, text) => {
    expect(bytesOfBase64(Buffer.from(text)).equals(bytes)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n '],
    ['other letters', 'aGVs!G8='],
    ['letters whose low byte is one of base64', 'aGVs\u0141G8='],
    ['padding before the last piece', `${'A'.repeat(64 * 1024 - 1)}=${'A'.repeat(64)}`],
    ['padding within', 'aGVs=bG8'],
    ['a letter too few', 'aGVsb'],
    ['a data URL of text', 'data:text/plain,hello'],
  ])('refuses %s', (_name, text) => {
    expect(() => bytesOfBase64(Buffer.from(text))).toThrow(
      expect.objectContaining({ code: 'unreadable_picture' }),
    );
  });

  it.each([
    ['by their number', 'A'.repeat((MAX_PICTURE_BYTES / 3) * 4 + 400)],
    ['by the length of the text', ' '.repeat(2 * MAX_PICTURE_BYTES)],
  ])('refuses too many bytes %s', (_name, text) => {
    expect(() => bytesOfBase64(Buffer.from(text))).toThrow(
      expect.objectContaining({ code: 'too_large' }),
    );
  });
});
