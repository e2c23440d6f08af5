import type { OpenAPIObject } from '@nestjs/swagger';

const BEGIN = '<!-- calls -->';
const END = '<!-- /calls -->';

const METHODS = ['get', 'post', 'patch', 'put', 'delete'] as const;

/** Every call of a document as Markdown, by what it is about. */
export function listCalls({ paths }: Pick<OpenAPIObject, 'paths'>): string {
  const byTag = new Map<string, string[]>();
  for (const [path, item] of Object.entries(paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      const tag = operation.tags?.[0] ?? 'other';
      const line = `- \`${method.toUpperCase()} ${path}\`: ${operation.summary}`;
      byTag.set(tag, [...(byTag.get(tag) ?? []), line]);
    }
  }
  return [...byTag]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([tag, lines]) => `### ${tag}\n\n${lines.sort().join('\n')}\n`)
    .join('\n');
}

/** A page with the calls between its two marks. @throws Error for a page without them */
export function withCalls(page: string, calls: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`The page has no ${BEGIN} and ${END}.`);
  }
  return `${before}${BEGIN}\n\n${calls}\n${END}${after}`;
}
