import { useStorage } from '@vueuse/core';

/** Outlives the page, each tab with its own; what can't be read back becomes the fallback. */
export const kept = <T extends string | number | boolean>(
  key: string,
  fallback: T,
  parse: (value: string) => T | undefined,
) =>
  useStorage<T>(key, fallback, localStorage, {
    serializer: { read: (value) => parse(value) ?? fallback, write: String },
    writeDefaults: false,
    listenToStorageChanges: false,
    // Storage may be full or closed to us (private windows); the page works without it.
    onError: () => undefined,
  });

/** One of a few, as its own word. */
export const keptOneOf = <T extends string>(key: string, all: readonly T[], fallback: T) =>
  kept<T>(key, fallback, (value) => all.find((name) => name === value));
