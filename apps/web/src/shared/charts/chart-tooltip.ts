import type { TimeChartData } from './time-chart-data';

/** A value at the pointer, as the drawing library tells it. */
interface Hovered {
  readonly seriesIndex?: number;
  readonly value?: unknown;
}

/** What stands in the box at the pointer, as HTML. People may have chosen the names, so they are escaped. */
export function tooltipHtml(
  hovered: readonly Hovered[],
  { lines, format }: TimeChartData,
  formatX: (x: number) => string,
): string {
  const rows = hovered.flatMap(({ seriesIndex = 0, value }) => {
    const [, y] = value as [number, number | null | undefined];
    const line = lines[seriesIndex];
    if (y === null || y === undefined || !line || line.plain) return [];
    const dot = `<span style="color:${line.colour}">●</span>`;
    return [`${dot} ${escaped(line.name)} <b>${escaped(format(y))}</b>`];
  });
  const [x] = (hovered[0]?.value ?? [0]) as [number];
  return [escaped(formatX(x)), ...rows].join('<br>');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
