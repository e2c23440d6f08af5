/** Reads and writes the parts of ONNX files, for those who make other files of them. */
export {
  ascii,
  delimited,
  joinBytes,
  wholeField,
  wholeNumbers,
  wireFields,
  type WireField,
} from './wire-format.js';
