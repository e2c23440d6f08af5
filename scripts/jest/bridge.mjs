import * as contentDisposition from 'content-disposition';

/** What the stubs in bridged/ hand out to CommonJS packages, see resolver.cjs. */
globalThis[Symbol.for('inkling.bridged')] = {
  'content-disposition': contentDisposition,
};
