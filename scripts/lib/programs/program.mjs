/**
 * A program that tests run and that npm doesn't install.
 *
 * @typedef {object} Program
 * @property {string} name for people
 * @property {string} setting the environment variable that names the program's file
 * @property {readonly string[]} names as it may be called on the PATH
 * @property {readonly string[]} places where it may lie besides
 * @property {string} kept where set-up keeps the one that it fetched
 * @property {string} debianPackage
 * @property {(progress: (text: string) => void) => Promise<void>} fetch puts it where it is `kept`,
 *   without being root
 * @property {string} need what fails without it and what to do, in a sentence
 */

export {};
