/**
 * How much TensorFlow's 'same' adds before and after one axis. It adds the odd pixel at the end, which
 * symmetric pads can't say, so the exported graph states its pads outright.
 *
 * @param side length of the axis, in pixels
 * @param window length of the kernel with its dilation, in pixels
 */
export function samePadding(
  side: number,
  window: number,
  stride: number,
): readonly [before: number, after: number] {
  const outputs = Math.ceil(side / stride);
  const total = Math.max(0, (outputs - 1) * stride + window - side);
  const before = Math.floor(total / 2);
  return [before, total - before];
}
