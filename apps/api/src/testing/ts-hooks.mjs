import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Kept between runs; the name of a file is made of all that its content depends on. */
const CACHE = new URL('../../../../.cache/typescript/', import.meta.url);
const OPTIONS = {
  sourceMaps: 'inline',
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
};

/** Packages answer with their TypeScript, and `./x.js` in TypeScript is `./x.ts`, as in Jest. */
export function resolve(specifier, context, nextResolve) {
  const withSource = { ...context, conditions: [...context.conditions, '@inkling/source'] };
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL) {
    const typescript = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(fileURLToPath(typescript))) return nextResolve(typescript.href, withSource);
  }
  return nextResolve(specifier, withSource);
}

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const source = await readFile(fileURLToPath(url), 'utf8');
  const key = createHash('sha256')
    .update(JSON.stringify([url, source, OPTIONS]))
    .digest('hex');
  const kept = new URL(`${key}.mjs`, CACHE);
  const code = await readFile(kept, 'utf8').catch(() => translate(url, source, kept));
  return { format: 'module', source: code, shortCircuit: true };
}

/** Also loading the translator takes longer than most workers live. */
async function translate(url, source, kept) {
  const { transform } = await import('@swc/core');
  const { code } = await transform(source, { ...OPTIONS, filename: fileURLToPath(url) });
  const draft = new URL(`${kept.href}.${randomUUID()}`);
  await mkdir(CACHE, { recursive: true });
  await writeFile(draft, code);
  await rename(draft, kept);
  return code;
}
