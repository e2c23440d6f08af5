import type { FastifyReply } from 'fastify';

const DAY_S = 24 * 60 * 60;

/** Also for what is refused before its route sees it: pages read no error otherwise. */
export function openToPages(reply: FastifyReply): void {
  void reply.headers({
    // Of any page: who asks does not matter here, and credentials are not allowed with it.
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'no-store',
  });
}

/** The answer to a browser that asks whether a page may send JSON. */
export function answerPreflight(reply: FastifyReply): void {
  openToPages(reply);
  void reply
    .code(204)
    .headers({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Content-Type',
      'access-control-max-age': DAY_S,
    })
    .send();
}
