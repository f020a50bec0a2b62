/** A small program that runs a script on a given Node, whatever the PATH holds. */
export function posixShim(node: string, script: string): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  return `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quoted(node)} ${quoted(script)} "$@"\n`;
}

export function windowsShim(node: string, script: string): string {
  return `@echo off\r\nsetlocal\r\nset ELECTRON_RUN_AS_NODE=1\r\n"${node}" "${script}" %*\r\n`;
}
