// One profile of the served VS Code for host suites: the extension installed from its .vsix, state that several windows
// share. `electronProfile.mjs` is the same for a desktop VS Code.
import { startServer } from './codeServer.mjs';

/**
 * @typedef {object} HostRun
 * @property {number | undefined} exitCode undefined: the host ended by itself or was killed before the suite did
 * @property {string | undefined} error what the window and the host said last, where the suite did not end
 */

export async function servedProfile({ vsix, driver, browser, trust, settings, env }) {
  const server = await startServer({ vsix, trust, settings, env });
  return {
    home: server.home,
    environment: server.environment,
    /** @returns {Promise<HostRun>} */
    async host({ workspace, testsPath, timeoutMs = 480_000, meanwhile }) {
      const workbench = await server.open({ workspace, extensionPath: driver, testsPath, browser });
      try {
        const ends = [workbench.waitForExit(timeoutMs)];
        if (meanwhile) ends.push(meanwhile(workbench).then(() => undefined));
        return { exitCode: await Promise.race(ends), error: undefined };
      } catch (error) {
        const said = workbench.consoleLines.filter((line) => !/^(info|warn): \[|net::|open-vsx|Canceled/.test(line)).slice(-15);
        return { exitCode: undefined, error: [error.message, ...said, (await server.hostLog()).slice(-1_500)].join('\n') };
      } finally {
        await workbench.close();
      }
    },
    /** A window as a person has it: no suite, dialogs are shown. Closed with the profile. */
    window: ({ workspace }) => server.open({ workspace, browser }),
    close: () => server.close(),
  };
}
