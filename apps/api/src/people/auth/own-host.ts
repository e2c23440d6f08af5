import { isIP } from 'node:net';
import { hostname } from 'node:os';

/**
 * Whether a Host header names this server: an address, this machine's name, or the operator's own
 * address. A page of another site that has its name point here (DNS rebinding) sends that name.
 */
export function isOwnHost(hostHeader: string | undefined, publicUrl: string | undefined): boolean {
  if (hostHeader === undefined || !URL.canParse(`http://${hostHeader}`)) return false;
  const url = new URL(`http://${hostHeader}`);
  if (url.host !== hostHeader.toLowerCase().replace(/:80$/, '')) return false;
  const name = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(name) !== 0) return true;
  // A name without a dot is resolved in the local network only; `.local` by multicast DNS.
  if (!name.includes('.') || name.endsWith('.local') || name.endsWith('.localhost')) return true;
  return name === hostname().toLowerCase() || isHostOf(publicUrl, url.host);
}

function isHostOf(publicUrl: string | undefined, host: string): boolean {
  return publicUrl !== undefined && new URL(publicUrl).host === host;
}
