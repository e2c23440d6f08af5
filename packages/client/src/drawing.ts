/** `[x, y, timestampMs?, pressure?]`: any unit, y down; pressure 0..1. */
export type Point = readonly (number | null)[];

/** One list of points for each pen movement. */
export interface Ink {
  readonly strokes: readonly (readonly Point[])[];
}

/** What is to be read: ink, or a picture as bytes, base64 or data URL (PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP, at most 8 MB). */
export type Drawing =
  { readonly ink: Ink } | { readonly image: string | Blob | Uint8Array | ArrayBuffer };

/** More arguments than this at once overflow the stack. */
const CHUNK = 0x8000;

/** A drawing as JSON takes it. The generated types have no word for what is only read. */
type SentDrawing = { ink: { strokes: (number | null)[][][] } } | { image: string };

/** A request with its drawing as JSON takes it. */
export async function sentRequest<Options>(
  request: Options & Drawing,
): Promise<Options & SentDrawing> {
  if (!('image' in request) || typeof request.image === 'string') {
    return request as Options & SentDrawing;
  }
  return { ...request, image: base64(await bytesOf(request.image)) };
}

async function bytesOf(image: Blob | Uint8Array | ArrayBuffer): Promise<Uint8Array> {
  if (image instanceof Blob) return new Uint8Array(await image.arrayBuffer());
  return ArrayBuffer.isView(image) ? image : new Uint8Array(image);
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(from, from + CHUNK));
  }
  return btoa(text);
}
