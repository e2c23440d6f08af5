import { newId } from '@inkling/store';
import { send, signIn } from './load.mjs';

const jsonOf = ({ status, text }, expected) => {
  if (status !== expected) throw new Error(`${status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
};

/** Calls with a person's cookie. */
export function clientOf(address, cookie) {
  const headers = { 'content-type': 'application/json', origin: address, cookie };
  return {
    cookie,
    get: async (url) =>
      jsonOf(await send(undefined, address + url, { method: 'GET', headers }), 200),
    post: async (url, body, expected = 200) =>
      jsonOf(
        await send(undefined, address + url, { headers, body: JSON.stringify(body) }),
        expected,
      ),
  };
}

export const guestAt = async (address) => clientOf(address, await signIn(address));

/** Made through the database, as a bench may. */
export async function adminAt(address, prisma) {
  const admin = await guestAt(address);
  const { user } = await admin.get('/api/auth/get-session');
  await prisma.user.update({
    where: { id: user.id },
    data: { role: 'admin', isAnonymous: false, name: 'Bench', email: `${newId()}@example.org` },
  });
  return admin;
}

/** The writer corrects their drawings: each becomes a sample in memory. */
export async function correctAll(writer, task, drawings) {
  for (const { label, strokes } of drawings) {
    const { id } = await writer.post('/api/predictions', { task, ink: { strokes } }, 201);
    await writer.post('/api/corrections', { predictionId: id, label }, 201);
  }
}
