import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

const MOST_BYTES = 8 * 1024 * 1024;

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

const SAMPLES = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** A PNG of zeros of any size, a few rows of data only where `rows` says so. */
function png(width, height, { depth = 8, colour = 6, interlace = 0, bytes, extra = [] } = {}) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, interlace], 8);
  const row = Math.ceil((width * SAMPLES[colour] * depth) / 8) + 1;
  const data = deflateSync(Buffer.alloc(Math.min(bytes ?? row * height, 400_000_000)), {
    level: 9,
  });
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...extra,
    ...(colour === 3 ? [chunk('PLTE', Buffer.alloc(768))] : []),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A text that unpacks to far more, as readers of metadata do. */
const textBomb = () =>
  chunk('zTXt', Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(100_000_000))]));

const plain = (width, height, channels = 3) =>
  sharp({
    create: { width, height, channels, background: channels === 4 ? '#ffff' : '#fff' },
    limitInputPixels: false,
  });

const noise = (width, height) =>
  sharp(
    Uint8Array.from(
      { length: width * height * 3 },
      (_, at) => Math.imul(at + 1, 2654435761) >>> 24,
    ),
    { raw: { width, height, channels: 3 } },
  );

/** Progressive scans of one block's worth of data each, again and again: each makes a decoder go over all of it. */
async function manyScans(width, height, scans) {
  const jpeg = await plain(width, height).jpeg({ progressive: true }).toBuffer();
  const scan = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 1, 5, 0, 0x7f]);
  return Buffer.concat([jpeg.subarray(0, -2), ...Array(scans).fill(scan), jpeg.subarray(-2)]);
}

/** The numbers of a header overwritten. */
function saying(bytes, ...changes) {
  const changed = Buffer.from(bytes);
  for (const [method, value, at] of changed.length ? changes : []) changed[method](value, at);
  return changed;
}

/** A GIF whose frames fill the canvas and hardly take a byte. */
function gif(width, height, frames) {
  const head = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 0x4c, 1, 0]);
  frame.writeUInt16LE(width, 5);
  frame.writeUInt16LE(height, 7);
  return Buffer.concat([head, ...Array(frames).fill(frame), Buffer.from([0x3b])]);
}

/** A TIFF that has one strip of nothing for all of its rows. */
function tiff(width, height, { samples = 4, bits = 16, rows = height, compression = 8 } = {}) {
  const data = deflateSync(
    Buffer.alloc(Math.min(200_000_000, width * rows * samples * (bits / 8))),
  );
  const tags = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, bits],
    [259, 3, compression],
    [262, 3, samples > 2 ? 2 : 1],
    [273, 4, 8],
    [277, 3, samples],
    [278, 4, rows],
    [279, 4, data.length],
  ];
  const directory = Buffer.alloc(2 + tags.length * 12 + 4);
  directory.writeUInt16LE(tags.length, 0);
  tags.forEach(([tag, type, value], index) => {
    const at = 2 + index * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(1, at + 4);
    directory.writeUInt32LE(value, at + 8);
  });
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(8 + data.length, 4);
  return Buffer.concat([head, data, directory]);
}

function bmp(width, height, bits, { compression = 0, data = Buffer.alloc(0) } = {}) {
  const head = Buffer.alloc(54 + (bits <= 8 ? 4 * 2 ** bits : 0));
  head.write('BM', 0, 'latin1');
  head.writeUInt32LE(head.length, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(bits, 28);
  head.writeUInt32LE(compression, 30);
  return Buffer.concat([head, data]);
}

/** Runs of 255 pixels over a whole picture. */
const runs = (width, height) =>
  Buffer.alloc(Math.min(MOST_BYTES - 2000, Math.ceil((width / 255) * height * 2)), 'ff00', 'hex');

/** So many frames of a WebP, each as large as the canvas. */
async function webpAnimation(width, height, frames) {
  const still = await plain(width, height).webp({ lossless: true, effort: 0 }).toBuffer();
  const picture = still.subarray(12);
  const frame = Buffer.alloc(16);
  frame.writeUIntLE(width - 1, 6, 3);
  frame.writeUIntLE(height - 1, 9, 3);
  const riff = (type, data) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  };
  const canvas = Buffer.alloc(10);
  canvas[0] = 2;
  canvas.writeUIntLE(width - 1, 4, 3);
  canvas.writeUIntLE(height - 1, 7, 3);
  const parts = Buffer.concat([
    Buffer.from('WEBP'),
    riff('VP8X', canvas),
    riff('ANIM', Buffer.alloc(6)),
    ...Array(frames).fill(riff('ANMF', Buffer.concat([frame, picture]))),
  ]);
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1');
  head.writeUInt32LE(parts.length, 4);
  return Buffer.concat([head, parts]);
}

/** A hundred pictures that make a decoder work as hard as it can, most of them small as files. */
export async function worstPictures() {
  const kinds = [];
  const add = (name, bytes) => kinds.push({ name, bytes: bytes.subarray(0, MOST_BYTES) });

  for (const [width, height] of [
    [1, 40_000_000],
    [40_000_000, 1],
    [1, 16_384],
    [16_384, 1],
    [2, 20_000_000],
    [0x7fffffff, 0x7fffffff],
    [20_000, 2000],
  ]) {
    add(`PNG ${width}x${height}`, png(width, height, { colour: 0, depth: 1, bytes: 6_000_000 }));
  }
  for (const [side, options] of [
    [6324, { depth: 16, interlace: 1, bytes: 330_000_000 }],
    [6324, { depth: 16, bytes: 330_000_000 }],
    [5600, { depth: 16 }],
    [4000, { depth: 16, interlace: 1 }],
    [3900, { depth: 16, interlace: 1 }],
    [5600, { interlace: 1 }],
    [5600, {}],
    [8000, {}],
    [16_000, { colour: 3 }],
    [16_000, { colour: 0, depth: 1 }],
    [16_000, { colour: 0, depth: 1, interlace: 1 }],
    [16_384, { colour: 0 }],
    [11_000, { colour: 0, interlace: 1 }],
    [9000, { colour: 2 }],
    [6500, { colour: 2, interlace: 1 }],
  ]) {
    add(`PNG ${side}x${side} ${JSON.stringify(options)}`, png(side, side, options));
  }
  add('PNG, less data than it says', png(5000, 5000, { bytes: 1000 }));
  add('PNG, more data than it says', png(10, 10, { bytes: 300_000_000 }));
  add('PNG, texts that unpack', png(100, 100, { extra: Array(20).fill(textBomb()) }));
  add(
    'PNG, many chunks',
    png(100, 100, { extra: Array(200_000).fill(chunk('tEXt', Buffer.from('a\0b'))) }),
  );
  add('PNG, noise', await noise(1600, 1600).png().toBuffer());
  add('PNG, noise in grey', await noise(1600, 1600).greyscale().png().toBuffer());

  for (const [width, height, scans] of [
    [6000, 6000, 10],
    [6000, 6000, 5000],
    [3000, 3000, 40],
    [2000, 2000, 90],
    [1600, 1600, 20_000],
    [400, 400, 2400],
    [16_000, 16_000, 1],
  ]) {
    add(`JPEG ${width}x${height}, ${scans} scans`, await manyScans(width, height, scans));
  }
  for (const [width, height] of [
    [16_000, 16_000],
    [14_000, 14_000],
    [8000, 6000],
    [16_384, 100],
    [100, 16_384],
    [65_500, 10],
    [10, 65_500],
  ]) {
    add(`JPEG ${width}x${height}`, await plain(width, height).jpeg({ quality: 1 }).toBuffer());
  }
  for (const [width, height] of [
    [6500, 6500],
    [5000, 5000],
  ]) {
    const options = { quality: 1, progressive: true, chromaSubsampling: '4:4:4' };
    add(
      `JPEG ${width}x${height}, progressive, 4:4:4`,
      await plain(width, height).jpeg(options).toBuffer(),
    );
  }
  const photo = await noise(1800, 1800).jpeg({ quality: 90 }).toBuffer();
  add('JPEG, noise', photo);
  for (const part of [0.3, 0.6, 0.9, 0.999]) {
    add(`JPEG, ${part} of it`, photo.subarray(0, Math.floor(photo.length * part)));
  }
  const large = await plain(8000, 8000).jpeg({ quality: 1 }).toBuffer();
  add('JPEG 8000x8000 without its end', large.subarray(0, large.length - 100));
  add(
    'JPEG, turned by EXIF',
    await plain(7000, 7000)
      .withExif({ IFD0: { Orientation: '6' } })
      .jpeg({ quality: 1 })
      .toBuffer(),
  );
  add('JPEG, CMYK', await plain(5000, 5000).toColourspace('cmyk').jpeg({ quality: 1 }).toBuffer());

  for (const side of [16_383, 6000, 4600, 4000]) {
    add(
      `WebP ${side}, lossless`,
      await plain(side, side).webp({ lossless: true, effort: 0 }).toBuffer(),
    );
  }
  for (const side of [6000, 4600]) {
    add(`WebP ${side}, lossy`, await plain(side, side).webp({ quality: 1, effort: 0 }).toBuffer());
    add(
      `WebP ${side}, transparent`,
      await plain(side, side, 4).ensureAlpha(0.5).webp({ quality: 1, effort: 0 }).toBuffer(),
    );
  }
  for (const frames of [10, 2000, 50_000]) {
    add(`WebP, ${frames} frames`, await webpAnimation(4000, 4000, frames));
    add(`WebP, ${frames} small frames`, await webpAnimation(100, 100, frames));
  }
  const small = await plain(3000, 3000).webp({ lossless: true, effort: 0 }).toBuffer();
  add('WebP, half of it', small.subarray(0, small.length / 2));

  for (const [width, height, frames] of [
    [65_535, 65_535, 1],
    [16_000, 16_000, 1],
    [4000, 4000, 1],
    [4000, 4000, 100_000],
    [3900, 3900, 500_000],
    [100, 100, 500_000],
    [1, 1, 560_000],
  ]) {
    add(`GIF ${width}x${height}, ${frames} frames`, gif(width, height, frames));
  }
  // The canvas is small, the picture in it is not.
  const framed = gif(60_000, 60_000, 1);
  add(
    'GIF, a frame larger than its canvas',
    saying(framed, ['writeUInt16LE', 10, 6], ['writeUInt16LE', 10, 8]),
  );

  for (const [width, height, options] of [
    [16_000, 16_000, {}],
    [5000, 5000, {}],
    [4000, 4000, { rows: 1 }],
    [3900, 3900, {}],
    [16_384, 16_384, { samples: 1, bits: 8 }],
    [11_000, 11_000, { samples: 1, bits: 8, rows: 16 }],
    [4_000_000, 1, { samples: 1, bits: 8 }],
    [3000, 3000, { bits: 32 }],
    [1000, 1000, { samples: 60 }],
  ]) {
    add(`TIFF ${width}x${height} ${JSON.stringify(options)}`, tiff(width, height, options));
  }
  const looped = tiff(100, 100);
  looped.writeUInt32LE(looped.readUInt32LE(4), looped.length - 4);
  add('TIFF, its pages in a circle', looped);

  for (const side of [5000, 4000, 3000]) {
    add(`AVIF ${side}`, await plain(side, side).avif({ effort: 0, quality: 1 }).toBuffer());
  }
  const avif = await plain(3900, 3900).avif({ effort: 0, quality: 1 }).toBuffer();
  const size = avif.indexOf('ispe') + 8;
  add(
    'AVIF, smaller than it is',
    saying(avif, ['writeUInt32BE', 10, size], ['writeUInt32BE', 10, size + 4]),
  );
  add(
    'AVIF, larger than it is',
    saying(avif, ['writeUInt32BE', 16_000, size], ['writeUInt32BE', 16_000, size + 4]),
  );
  add('AVIF, half of it', avif.subarray(0, avif.length / 2));

  add('BMP, larger than its file', bmp(16_000, 16_000, 24));
  add('BMP, 1 bit', bmp(8000, 8000, 1, { data: Buffer.alloc(8_000_000) }));
  add('BMP, runs', bmp(8000, 8000, 8, { compression: 1, data: runs(8000, 8000) }));
  add(
    'BMP, runs over 60 megapixels',
    bmp(16_000, 3900, 8, { compression: 1, data: runs(16_000, 3900) }),
  );
  add(
    'BMP, runs of a size that overflows',
    bmp(0x7fffffff, 0x7fffffff, 8, { compression: 1, data: runs(9, 9) }),
  );
  add('BMP, noise', bmp(1600, 1600, 24, { data: await noise(1600, 1600).raw().toBuffer() }));

  add(
    'SVG that names itself',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///dev/zero"/></svg>'),
  );
  add('PDF', Buffer.from('%PDF-1.7\n'));
  add('blanks', Buffer.alloc(MOST_BYTES, ' '));
  return kinds;
}
