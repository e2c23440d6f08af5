import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The token of a session cookie, when its signature is ours: `<token>.<base64 of HMAC-SHA256>`, as Better
 * Auth writes it. `undefined` for anything else.
 */
export function signedToken(
  cookieHeader: string,
  cookieName: string,
  secret: string,
): string | undefined {
  const value = cookieValue(cookieHeader, cookieName);
  if (value === undefined) return undefined;
  const dot = value.lastIndexOf('.');
  if (dot < 1) return undefined;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1), 'base64');
  const expected = createHmac('sha256', secret).update(token).digest();
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined;
}

function cookieValue(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const [key, value] = part.split('=', 2);
    if (key?.trim() !== name || value === undefined) continue;
    try {
      return decodeURIComponent(value.trim());
    } catch {
      return undefined;
    }
  }
  return undefined;
}
