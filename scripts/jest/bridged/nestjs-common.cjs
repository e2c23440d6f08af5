module.exports = globalThis[Symbol.for('inkling.bridged')]['@nestjs/common'];
