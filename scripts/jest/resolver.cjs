/**
 * Below Node 24.9 Jest's `require` can't load an ES module. A CommonJS package that requires one
 * (@fastify/static: content-disposition) is answered by a stub that hands out the ES module which
 * bridge.mjs has imported before: the same copy that tests use.
 */
const path = require('node:path');

const bridged = new Map([['content-disposition', 'content-disposition.cjs']]);

module.exports = (request, options) => {
  const stub = bridged.get(request);
  const isRequire = options.conditions?.includes('require');
  if (stub && isRequire) return path.join(__dirname, 'bridged', stub);
  return options.defaultResolver(request, options);
};
