/**
 * The YAML package by name. It is CommonJS, and a bundle gives a dynamic import of such a package no names at all; this
 * module has them, and is loaded on first use like the package itself.
 */
export { isMap, isNode, isSeq, LineCounter, parseDocument, stringify } from 'yaml';
