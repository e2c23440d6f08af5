import { PadElement } from './pad-element.js';

// A page may load it twice.
if (!customElements.get('inkling-pad')) customElements.define('inkling-pad', PadElement);

export { PadElement };
