module.exports = globalThis[Symbol.for('inkling.bridged')]['content-disposition'];
