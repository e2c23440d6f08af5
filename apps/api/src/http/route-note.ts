import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig } from 'fastify';

/**
 * Notes something of a route for the hooks that see its requests before Nest does, as
 * `request.routeOptions.config`. Unlike Nest's `RouteConfig` it keeps what was noted before.
 */
export const RouteNote =
  (note: Partial<FastifyContextConfig>): MethodDecorator =>
  (_target, _name, { value: handler }) => {
    const noted: unknown = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler as object);
    const notes = { ...(noted as object | undefined), ...note };
    Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, notes, handler as object);
  };
