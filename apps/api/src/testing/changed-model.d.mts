/** Another network made from an ONNX file: see changed-model.mjs. */
export function changedModel(
  onnx: Uint8Array,
  options?: { readonly seed?: number; readonly amount?: number },
): Uint8Array<ArrayBuffer>;
