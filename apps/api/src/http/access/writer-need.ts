import { RouteNote } from '../route-note.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** It answers also where the database can't say who asks. */
    readonly goesOnUnknown?: boolean;
  }
}

/** While the database can't say whose request it is, the route answers all the same, see `request.writerUnknown`. */
export const GoesOnUnknown = () => RouteNote({ goesOnUnknown: true });
