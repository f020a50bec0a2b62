// Runs one in-host suite: a CommonJS file exporting run(), loaded by the extension host of a real VS Code. The suite
// writes one JSON line per result to the file named by MLOPS_HOST_RESULTS, so that even a killed host leaves its results.
import { readFile } from 'node:fs/promises';

/**
 * @param {import('./codeServer.mjs').VsCodeServer} server started with `env.MLOPS_HOST_RESULTS` set to `resultsFile`
 * @returns {Promise<{exitCode: number | undefined, error: string | undefined}>}
 */
export async function runInHost(server, { workspace, extensionPath, testsPath, browser, timeoutMs = 180_000 }) {
  const workbench = await server.open({ workspace, extensionPath, testsPath, browser });
  try {
    return { exitCode: await workbench.waitForExit(timeoutMs), error: undefined, console: workbench.consoleLines };
  } catch (error) {
    const log = await server.hostLog();
    return { exitCode: undefined, error: `${error.message}\n${workbench.consoleLines.slice(-20).join('\n')}\n${log.slice(-2000)}`, console: workbench.consoleLines };
  } finally {
    await workbench.close();
  }
}

/** The results a suite wrote: `{suite, name, state: 'passed'|'failed'|'skipped', ms, message?}` each. */
export async function readResults(file) {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}
