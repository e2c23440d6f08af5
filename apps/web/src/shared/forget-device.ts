/** Where a device keeps what its owner taught. */
export const DEVICE_DATABASE = 'inkling-device';

/** Nothing of what a person taught this device stays on it. Whoever has it open lets go of it first. */
export function forgetDevice(): Promise<void> {
  return new Promise((resolve) => {
    const request = globalThis.indexedDB?.deleteDatabase(DEVICE_DATABASE);
    if (!request) return resolve();
    request.onsuccess = request.onerror = () => resolve();
  });
}
