import type { LayersModel } from '@tensorflow/tfjs-node';

/**
 * Gives a network the weights of another one's layers of the same names.
 *
 * @param takes which layers; a network has all of them, or none is taken
 * @throws Error naming what the other network lacks
 */
export function takeLayers(
  model: LayersModel,
  from: LayersModel,
  takes: (layer: string) => boolean,
): void {
  const wanted = model.layers.filter(({ name, weights }) => weights.length > 0 && takes(name));
  const found = new Map(from.layers.map((layer) => [layer.name, layer]));
  const missing = wanted.filter(({ name }) => !found.has(name)).map(({ name }) => name);
  if (missing.length > 0) throw new Error(`The network has no ${missing.join(', ')}.`);
  for (const layer of wanted) layer.setWeights(found.get(layer.name)!.getWeights());
}
