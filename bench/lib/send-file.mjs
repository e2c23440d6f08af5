import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

/** A form whose file comes from the disk, as it is sent. @returns what is answered */
export async function sendFile(address, cookie, { to, file, fields = {} }) {
  const boundary = 'inkling-bench';
  const part = (name, value) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = Object.entries(fields).map(([name, value]) => part(name, value));
  head.push(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\nContent-Type: application/octet-stream\r\n\r\n`,
  );
  async function* body() {
    yield Buffer.from(head.join(''));
    yield* createReadStream(file);
    yield Buffer.from(`\r\n--${boundary}--\r\n`);
  }
  const answer = await fetch(`${address}${to}`, {
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      origin: address,
      cookie,
    },
    body: Readable.toWeb(Readable.from(body())),
    duplex: 'half',
  });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return answer.json();
}
