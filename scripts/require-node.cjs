'use strict';

// Loaded before everything else (`node --require`), in a form that any Node can read: in an older one
// the scripts themselves would end with a syntax error.

const OLDEST_MAJOR = 20;
const OLDEST_MINOR = 19;

/** @param {string} version such as 20.19.0 */
const isNewEnough = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_MAJOR || (major === OLDEST_MAJOR && minor >= OLDEST_MINOR);
};

if (!isNewEnough(process.versions.node)) {
  process.stderr.write(
    `\nInkling needs Node.js ${OLDEST_MAJOR}.${OLDEST_MINOR} or newer, this is ${process.versions.node}: ` +
      'get one from https://nodejs.org and start again.\n',
  );
  process.exit(1);
}
