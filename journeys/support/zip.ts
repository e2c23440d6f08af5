import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';

interface Digit {
  readonly label: string;
  /** 28x28 bytes as base64. */
  readonly pixels: string;
}

const DIGITS = new URL('../../fixtures/mnist.json', import.meta.url);

/** Real digits as PNG, one folder a label; a label in words among them, and a file in no folder. */
export async function zipOfFolders(): Promise<Buffer> {
  const digits = (JSON.parse(await readFile(DIGITS, 'utf8')) as Digit[]).slice(0, 60);
  const members: [string, Buffer][] = [];
  for (const [at, { label, pixels }] of digits.entries()) {
    members.push([`digits/${label}/${at}.png`, await png(Buffer.from(pixels, 'base64'))]);
  }
  for (const at of [0, 1]) {
    const turned = Buffer.from(digits[at]!.pixels, 'base64').reverse();
    members.push([`digits/zwei/${at}.png`, await png(turned)]);
  }
  members.push(['readme.txt', Buffer.from('Sixty digits.')]);
  return zipOf(members);
}

const png = (pixels: Buffer): Promise<Buffer> =>
  sharp(pixels, { raw: { width: 28, height: 28, channels: 1 } })
    .png()
    .toBuffer();

/** As programs pack what does not shrink. */
function zipOf(members: readonly (readonly [string, Buffer])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [path, content] of members) {
    const name = Buffer.from(path);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(content.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, name, content]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, rest, name]),
    );
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}
