import { labelsOfNetwork } from '@inkling/recognizer';
import type { GateModel } from '../../judge/gate/gate-input.js';
import { withoutSymbolClasses } from '../../onnx/symbol-classes.js';

/** A version with its network's own classes alone: symbols are learnt anew by each training, on what the embedding is then. */
export function ownNetwork({ onnx, card }: GateModel): GateModel {
  const labels = [...labelsOfNetwork(card.network)];
  if (card.labels.length === labels.length) return { onnx, card };
  const added = card.labels.length - labels.length;
  const { centres, ...kept } = card;
  return {
    onnx: withoutSymbolClasses(onnx),
    card: {
      ...kept,
      labels,
      parameters: card.parameters - added * (card.embeddingSize + 1),
      ...(centres && {
        centres: {
          ...centres,
          // Two hexadecimal digits a number.
          values: centres.values.slice(
            0,
            2 * labels.length * centres.perClass * card.embeddingSize,
          ),
        },
      }),
    },
  };
}
