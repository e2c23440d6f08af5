import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** A route as its controller declares it. */
export interface ControllerRoute {
  readonly method: string;
  /** With `:name` for parameters. */
  readonly url: string;
  /** What decorators say of it: of the method, or else of its class. */
  readonly metadata: <T>(key: string) => T | undefined;
}

/** Every route of every controller of the running app. */
export function controllerRoutes(app: NestFastifyApplication): ControllerRoute[] {
  const routes: ControllerRoute[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      const type = metatype as { prototype: Record<string, object> };
      for (const name of Object.getOwnPropertyNames(type.prototype)) {
        const handler = type.prototype[name]!;
        const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
        if (method === undefined) continue;
        routes.push({
          method: RequestMethod[method],
          url: urlOf(type, handler),
          metadata: <T>(key: string) =>
            (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, type)) as T | undefined,
        });
      }
    }
  }
  return routes;
}

function urlOf(type: object, handler: object): string {
  const path = [type, handler]
    .map((target) => String(Reflect.getMetadata(PATH_METADATA, target)))
    .map((part) => part.replace(/^\/|\/$/g, ''))
    .filter((part) => part !== '')
    .join('/');
  return path === 'metrics' ? '/metrics' : `/api/${path}`;
}
