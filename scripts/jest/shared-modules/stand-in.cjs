const vm = require('node:vm');

/**
 * @param {string} identifier
 * @param {object} exported
 * @param {object} [context] the realm; Node's own without it
 * @returns a module of one realm with the exports of a module of another
 */
const standIn = async (identifier, exported, context) => {
  const names = Object.keys(exported);
  const module = new vm.SyntheticModule(
    names,
    () => names.forEach((name) => module.setExport(name, exported[name])),
    { context, identifier },
  );
  await module.link(() => undefined);
  await module.evaluate();
  return module;
};

module.exports = { standIn };
